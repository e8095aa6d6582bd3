import { Fragment, useLayoutEffect, useRef } from "react";

import { dayOf, instant } from "../times";
import type { Message } from "../types";
import { useWorkspace } from "../workspace";
import { OneMessage } from "./OneMessage";

const TOGETHER_SECONDS = 300;
const NEAR = 120;

function follows(message: Message, before: Message | undefined): boolean {
  if (!before || before.user !== message.user || before.ephemeral || message.ephemeral)
    return false;
  return Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS && !message.bot;
}

interface Props {
  messages: Message[];
  empty?: string;
  inThread?: boolean;
}

/** Messages by day, the newest in sight as long as one is at the end. */
export function MessageList({ messages, empty = "", inThread = false }: Props) {
  const { me } = useWorkspace();
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const last = messages.at(-1);
  const size = JSON.stringify(last)?.length;
  useLayoutEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [last?.ts, size, messages.length]);
  const scrolled = () => {
    const box = list.current;
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  };
  return (
    <div
      className="messages"
      ref={list}
      onScroll={scrolled}
      tabIndex={0}
      role="log"
      aria-label={inThread ? "Thread" : "Messages"}
    >
      {!messages.length && <p className="nothing">{empty}</p>}
      {messages.map((message, number) => {
        const before = messages[number - 1];
        const day = dayOf(instant(message.ts), me.zone);
        const isNewDay = !before || dayOf(instant(before.ts), me.zone) !== day;
        return (
          <Fragment key={message.ts}>
            {isNewDay && !inThread && (
              <p className="day">
                <span>{day}</span>
              </p>
            )}
            <OneMessage
              message={message}
              follows={!isNewDay && follows(message, before)}
              inThread={inThread}
            />
          </Fragment>
        );
      })}
    </div>
  );
}
