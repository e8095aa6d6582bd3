import { Text } from "../blocks/Text";
import { Dialog } from "../views/Dialog";
import type { Confirm } from "../types";

interface Props {
  question: Confirm;
  yes: () => void;
  no: () => void;
}

export function Confirmation({ question, yes, no }: Props) {
  return (
    <Dialog title={question.title.text} close={no} small>
      <div className="dialog-body">
        <Text value={question.text} />
      </div>
      <footer>
        <button type="button" className="button" onClick={no}>
          {question.deny.text}
        </button>
        <button
          type="button"
          className={`button ${question.style ?? "primary"}`}
          onClick={yes}
          autoFocus
        >
          {question.confirm.text}
        </button>
      </footer>
    </Dialog>
  );
}
