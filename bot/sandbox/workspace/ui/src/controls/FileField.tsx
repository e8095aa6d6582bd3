import type { ChangeEvent } from "react";

import type { ControlProps } from "./Control";
import { useHeld } from "./useHeld";

/** A text file to choose; it is uploaded at once. */
export function FileField({ block, element, id }: ControlProps) {
  const { held, put } = useHeld(block, element);
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) await put({ name: file.name, content: await file.text() });
  };
  return (
    <>
      <input
        id={id}
        type="file"
        className="input"
        accept={element.filetypes?.map((kind) => `.${kind}`).join()}
        aria-describedby={`${id}-notes`}
        onChange={(event) => void choose(event)}
      />
      {held.files?.map((file) => (
        <p key={file.id} className="hint">
          {file.name} is uploaded.
        </p>
      ))}
    </>
  );
}
