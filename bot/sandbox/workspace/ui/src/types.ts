/** Block Kit as far as the page draws it, and the parts the server sends. */

export interface TextObject {
  type: "plain_text" | "mrkdwn";
  text: string;
}

export interface Option {
  text: TextObject;
  value?: string;
  description?: TextObject;
  url?: string;
}

export interface Confirm {
  title: TextObject;
  text: TextObject;
  confirm: TextObject;
  deny: TextObject;
  style?: string;
}

export interface Element {
  type: string;
  action_id?: string;
  text?: TextObject | string;
  value?: string;
  url?: string;
  style?: string;
  placeholder?: TextObject;
  confirm?: Confirm;
  options?: Option[];
  option_groups?: { label: TextObject; options: Option[] }[];
  min_query_length?: number;
  multiline?: boolean;
  max_length?: number;
  filetypes?: string[];
  min_value?: string;
  max_value?: string;
  max_selected_items?: number;
  is_decimal_allowed?: boolean;
  focus_on_load?: boolean;
  filter?: { include?: string[] };
  image_url?: string;
  slack_file?: { id?: string };
  alt_text?: string;
  accessibility_label?: string;
}

export interface Block {
  type: string;
  block_id: string;
  text?: TextObject;
  fields?: TextObject[];
  accessory?: Element;
  elements?: Element[];
  element?: Element;
  label?: TextObject;
  hint?: TextObject;
  title?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  image_url?: string;
  slack_file?: { id?: string };
  alt_text?: string;
}

/** What a control holds, as in `state.values`. */
export interface Held {
  type: string;
  value?: string | null;
  rich_text_value?: unknown;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  files?: { id: string; name: string }[];
}

export type Values = Record<string, Record<string, Held>>;

export interface Person {
  id: string;
  handle: string;
  name: string;
  bot: boolean;
  zone: string;
  away: boolean;
}

export interface Channel {
  id: string;
  name: string;
  kind: "public_channel" | "private_channel" | "im";
  members: number;
  joined: boolean;
}

export interface Upload {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  alt_txt: string;
  size: number;
}

export interface Attachment {
  from_url?: string;
  fallback?: string;
  text?: string;
  blocks?: Block[];
}

export interface Message {
  ts: string;
  channel: string;
  user: string;
  bot: boolean;
  text: string;
  blocks: Block[];
  thread: string | null;
  edited: boolean;
  ephemeral: boolean;
  reactions: Record<string, string[]>;
  attachments: Attachment[];
  files: Upload[];
  chosen: Values;
}

export interface View {
  id: string;
  type: "modal" | "home";
  hash: string;
  callback_id: string;
  blocks: Block[];
  title: TextObject | null;
  submit: TextObject | null;
  close: TextObject | null;
  state: { values: Values };
}

export interface Command {
  command: string;
  description: string;
  usage_hint?: string;
}

export interface Shortcut {
  name: string;
  type: "message" | "global";
  callback_id: string;
  description: string;
}

export interface App {
  team: string;
  user: string;
  commands: Command[];
  shortcuts: Shortcut[];
  home: boolean;
  writes: boolean;
}

export interface Weather {
  on: string[];
  connected: boolean;
  /** Deliveries to be sent now. */
  owed: number;
  /** Deliveries put off on purpose. */
  later: number;
  dead: number;
}

export interface Step {
  name: string;
  title: string;
  hint: string;
  person: string;
  place: string;
  type: string;
  done: boolean;
}

export interface Status {
  name: string;
  category: string;
}

export interface Issue {
  id: string;
  key: string;
  project: string;
  summary: string;
  type: string;
  status: Status;
  priority: string;
  assignee: string;
  versions: string[];
  points: number | null;
  flagged: boolean;
  updated: string;
}

export interface Version {
  id: string;
  name: string;
  project: string;
  released: boolean;
  date: string | null;
  /** How many of its issues are not done. */
  open: number;
}

export interface Site {
  projects: { key: string; name: string }[];
  statuses: Status[];
  priorities: string[];
  types: string[];
  people: string[];
  issues: number;
}

/** Everything one person sees. */
export interface Shown {
  app: App;
  clock: number;
  weather: Weather;
  guide: Step[];
  /** How much of the sample workspace is there, up to 1. */
  filled: number;
  people: Person[];
  channels: Channel[];
  groups: { id: string; name: string }[];
  modals: View[];
  home: View | null;
  latest: Record<string, string>;
  jira: Site;
  versions: Version[];
  messages: Message[];
  issues: Issue[];
}

export interface Outcome {
  ok: boolean;
  note?: string;
  errors?: Record<string, string>;
  options?: Option[];
}
