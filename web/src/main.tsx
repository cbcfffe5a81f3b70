import "@fontsource-variable/heebo";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/dropzone/styles.css";
import "./ui/tokens.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/App";
import { startI18n } from "./i18n";

async function start(): Promise<void> {
  await startI18n();
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root to draw into");
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
