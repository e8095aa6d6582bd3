import { Picture } from "../blocks/Picture";
import type { Upload } from "../types";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

export function FileCard({ file }: { file: Upload }) {
  if (PICTURE.test(file.mimetype)) {
    return (
      <Picture
        slack_file={file}
        alt_text={file.alt_txt || file.title}
        title={{ type: "plain_text", text: file.title }}
      />
    );
  }
  return (
    <a className="file" href={`/files/${encodeURIComponent(file.id)}`} download={file.name}>
      <span aria-hidden="true">📄</span>
      <span>
        <b>{file.title}</b>
        <small>{`${Math.max(1, Math.round(file.size / 1024))} kB`}</small>
      </span>
    </a>
  );
}
