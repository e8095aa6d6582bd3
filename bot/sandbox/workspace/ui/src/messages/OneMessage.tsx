import { useState } from "react";

import { Avatar } from "../frame/Avatar";
import { instant, timeOf } from "../times";
import type { Message } from "../types";
import { personNamed, useWorkspace } from "../workspace";
import { Editing } from "./Editing";
import { MessageContent } from "./MessageContent";
import { Reactions } from "./Reactions";
import { ThreadSummary } from "./ThreadSummary";
import { Toolbar } from "./Toolbar";

interface Props {
  message: Message;
  follows: boolean;
  inThread: boolean;
}

export function OneMessage({ message, follows, inThread }: Props) {
  const { shown, me } = useWorkspace();
  const [editing, edit] = useState(false);
  const author = personNamed(shown, message.user);
  const name = author?.name ?? message.user;
  const at = instant(message.ts);
  const kind = `${message.ephemeral ? " ephemeral" : ""}${follows ? " follows" : ""}`;
  const time = <time dateTime={at.toISOString()}>{timeOf(at, me.zone)}</time>;
  return (
    <article
      className={`message${kind}`}
      aria-label={`${name}, ${timeOf(at, me.zone)}`}
      data-ts={message.ts}
    >
      <div className="gutter">
        {follows ? time : <Avatar id={message.user} name={name} bot={message.bot} />}
      </div>
      <div className="grow">
        {message.ephemeral && <p className="only-you">👁 Only visible to you</p>}
        {!follows && (
          <p className="author">
            <b>{name}</b>
            {message.bot && <span className="app-mark">APP</span>}
            {time}
          </p>
        )}
        {editing ? (
          <Editing message={message} done={() => edit(false)} />
        ) : (
          <MessageContent message={message} />
        )}
        {!message.ephemeral && <Reactions message={message} />}
        {!inThread && !message.ephemeral && <ThreadSummary message={message} />}
      </div>
      {!message.ephemeral && !editing && (
        <Toolbar message={message} inThread={inThread} edit={() => edit(true)} />
      )}
    </article>
  );
}
