import { useNames } from "../names";

export function ChannelLink({ id }: { id: string }) {
  const { channels, go } = useNames();
  const channel = channels.find((one) => one.id === id);
  if (!channel) return <span className="mention">#private</span>;
  return (
    <button type="button" className="mention" onClick={() => go(id)}>
      #{channel.name}
    </button>
  );
}
