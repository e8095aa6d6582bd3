import { type Block as Drawable, Message as Renderer } from "slack-blocks-to-jsx";

import { dateShown } from "../times";
import { useNames } from "../names";
import { ChannelLink } from "./ChannelLink";
import { Link } from "./Link";
import { Mention } from "./Mention";

/** A display block, drawn by slack-blocks-to-jsx with this workspace's names, days and links. */
export function Drawn({ block }: { block: Drawable }) {
  const { groups, me, dark, now } = useNames();
  return (
    <Renderer
      blocks={[block]}
      logo=""
      name=""
      withoutWrapper
      theme={dark ? "dark" : "light"}
      data={{ user_groups: groups }}
      hooks={{
        user: ({ id }) => <Mention id={id} />,
        channel: ({ id }) => <ChannelLink id={id} />,
        date: ({ timestamp, format }) => dateShown(Number(timestamp), format, me.zone, now()),
        link: ({ href, className, children }) => (
          <Link href={href} className={className}>
            {children}
          </Link>
        ),
      }}
    />
  );
}
