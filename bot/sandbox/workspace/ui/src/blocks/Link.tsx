import type { ReactNode } from "react";

import { useNames } from "../names";

const ISSUE = /\/browse\/([A-Z][A-Z0-9_]*-\d+)$/;
const MESSAGE = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/;

interface Props {
  href: string;
  className: string;
  children: ReactNode;
}

/** A link. Those to Jira and to messages lead to where they are on this page. */
export function Link({ href, className, children }: Props) {
  const { channels, go, openJira } = useNames();
  const to = URL.canParse(href) ? new URL(href) : null;
  if (!to || !["http:", "https:", "mailto:"].includes(to.protocol)) return <span>{children}</span>;
  const query = ISSUE.exec(to.pathname)?.[1] ?? to.searchParams.get("jql");
  const [, channel = "", seconds = "", rest = ""] = MESSAGE.exec(to.pathname) ?? [];
  const known = channels.some((one) => one.id === channel);
  const follow = query
    ? () => openJira(query)
    : known
      ? () => go(channel, to.searchParams.get("thread_ts") ?? `${seconds}.${rest}`)
      : null;
  return (
    <a
      href={to.href}
      className={className}
      target="_blank"
      rel="noreferrer noopener"
      onClick={(event) => {
        if (!follow) return;
        event.preventDefault();
        follow();
      }}
    >
      {children}
    </a>
  );
}
