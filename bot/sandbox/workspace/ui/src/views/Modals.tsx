import { useWorkspace } from "../workspace";
import { Modal } from "./Modal";

/** The form in front of this person; the one below comes back when it is closed. */
export function Modals() {
  const { modals } = useWorkspace().shown;
  return modals.map((view, number) => (
    <Modal view={view} inFront={number === modals.length - 1} deep={number > 0} key={view.id} />
  ));
}
