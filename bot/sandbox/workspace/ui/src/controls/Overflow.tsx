import { Popover } from "../frame/Popover";
import { withEmoji } from "../emoji";
import { useSurface } from "../surface";
import type { ControlProps } from "./Control";

export function Overflow({ block, element }: ControlProps) {
  const { click } = useSurface();
  return (
    <Popover label="⋯" name="More actions" className="overflow">
      {(close) =>
        element.options?.map((option) => (
          <button
            type="button"
            className="row"
            key={option.value}
            onClick={() => {
              close();
              if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
              void click(block, element, option.value);
            }}
          >
            {withEmoji(option.text.text)}
          </button>
        ))
      }
    </Popover>
  );
}
