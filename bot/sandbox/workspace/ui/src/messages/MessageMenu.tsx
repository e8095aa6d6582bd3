import { Popover } from "../frame/Popover";
import type { Message } from "../types";
import { useWorkspace } from "../workspace";

interface Props {
  message: Message;
  edit: () => void;
}

/** What else one can do with a message: the app's shortcuts; one's own can be changed. */
export function MessageMenu({ message, edit }: Props) {
  const { shown, me, run } = useWorkspace();
  const named = { channel: message.channel, ts: message.ts };
  const acts = shown.app.shortcuts
    .filter((shortcut) => shortcut.type === "message")
    .map(({ name, description, callback_id }) => ({
      name,
      description,
      act: (): void => void run("shortcut", { ...named, callback: callback_id }),
    }));
  if (message.user === me.id) {
    acts.push({ name: "Edit message", description: "", act: edit });
    acts.push({
      name: "Delete message",
      description: "",
      act: () => void run("delete", named),
    });
  }
  if (!acts.length) return null;
  return (
    <Popover label="⋯" name="More actions">
      {(close) =>
        acts.map(({ name, description, act }) => (
          <button
            type="button"
            className="row"
            key={name}
            title={description}
            onClick={() => {
              close();
              act();
            }}
          >
            {name}
          </button>
        ))
      }
    </Popover>
  );
}
