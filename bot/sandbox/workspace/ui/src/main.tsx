import "slack-blocks-to-jsx/dist/style.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/messages.css";
import "./style/controls.css";
import "./style/jira.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
