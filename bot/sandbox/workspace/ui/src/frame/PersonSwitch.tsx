import type { Unread } from "../useUnread";
import { useWorkspace } from "../workspace";
import { Avatar } from "./Avatar";
import { Popover } from "./Popover";

/** Who one is; a dot tells that the app told somebody else something new. */
export function PersonSwitch({ unread }: { unread: Unread }) {
  const { shown, me, become } = useWorkspace();
  const people = shown.people.filter((person) => !person.bot && !person.away);
  const waits = people.some((person) => person.id !== me.id && unread.waits(person.id));
  const label = (
    <>
      <Avatar id={me.id} name={me.name} />
      <span className="person-name">{me.name}</span>
      {waits && <span className="dot" aria-label="Somebody else has news" />}
      <span aria-hidden="true">▾</span>
    </>
  );
  return (
    <Popover label={label} name={`You are ${me.name}. Be somebody else`} className="person-switch">
      {(close) => (
        <>
          <p className="panel-title">Who do you want to be?</p>
          {people.map((person) => (
            <button
              type="button"
              key={person.id}
              className="row"
              aria-current={person.id === me.id}
              onClick={() => {
                close();
                become(person.id);
              }}
            >
              <Avatar id={person.id} name={person.name} />
              <span className="grow">{person.name}</span>
              {person.id !== me.id && unread.waits(person.id) && (
                <span className="dot" aria-label="has news" />
              )}
              {person.id === me.id && <span aria-hidden="true">✓</span>}
            </button>
          ))}
        </>
      )}
    </Popover>
  );
}
