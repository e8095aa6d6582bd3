import type { TextObject } from "../types";

interface Props {
  image_url?: string;
  slack_file?: { id?: string };
  alt_text?: string;
  title?: TextObject;
  small?: boolean;
}

/** A picture. Only uploads are loaded: nothing is asked of the outside. */
export function Picture({ image_url, slack_file, alt_text = "", title, small = false }: Props) {
  const source = slack_file?.id ? `/files/${encodeURIComponent(slack_file.id)}` : "";
  if (!source) return <span className="picture outside">🖼 {alt_text || image_url}</span>;
  return (
    <figure className={`picture${small ? " small" : ""}`}>
      {title && <figcaption>{title.text}</figcaption>}
      <a href={source} target="_blank" rel="noreferrer">
        <img src={source} alt={alt_text} />
      </a>
    </figure>
  );
}
