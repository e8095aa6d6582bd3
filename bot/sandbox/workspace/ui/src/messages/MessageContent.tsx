import { memo, useMemo } from "react";

import { Blocks } from "../blocks/Blocks";
import { Text } from "../blocks/Text";
import { Surfaced } from "../controls/Surfaced";
import type { Surface } from "../surface";
import type { Message } from "../types";
import { useNames } from "../names";
import { FileCard } from "./FileCard";

/** What a message shows: its blocks, else its text; then unfurled links and files. */
export const MessageContent = memo(function MessageContent({ message }: { message: Message }) {
  const { run } = useNames();
  const surface = useMemo<Surface>(() => {
    const named = { channel: message.channel, ts: message.ts };
    return {
      values: message.chosen,
      typed: {},
      errors: {},
      type: () => undefined,
      click: (block, element, value) =>
        run("click", { ...named, block: block.block_id, action: element.action_id, value }),
      fill: (name, value) => run("fill", { ...named, typed: { [name]: value } }),
      options: async (element, query) =>
        (await run("options", { ...named, action: element.action_id, query })).options ?? [],
    };
  }, [message, run]);
  return (
    <Surfaced surface={surface}>
      {message.blocks.length ? (
        <Blocks blocks={message.blocks} />
      ) : (
        message.text && <Text value={{ type: "mrkdwn", text: message.text }} />
      )}
      {message.edited && <span className="edited">(edited)</span>}
      {message.attachments.map((card, number) => (
        <div className="unfurled" key={card.from_url ?? number}>
          {card.blocks?.length ? (
            <Blocks blocks={card.blocks} />
          ) : (
            <Text value={{ type: "mrkdwn", text: card.text ?? card.fallback ?? "" }} />
          )}
        </div>
      ))}
      {message.files.map((file) => (
        <FileCard file={file} key={file.id} />
      ))}
    </Surfaced>
  );
});
