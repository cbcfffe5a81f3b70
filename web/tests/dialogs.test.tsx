import { Drawer, Modal } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";

import { Providers } from "../src/app/App";
import { i18n } from "../src/i18n";
import { Dialog } from "../src/workbench/Dialog";

const ignore = () => undefined;

const openThings: [string, ReactNode][] = [
  ["a dialog", <Modal opened onClose={ignore} title="כותרת" />],
  ["a drawer", <Drawer opened onClose={ignore} title="כותרת" />],
  ["a dialog of the workbench", <Dialog opened onClose={ignore} title="כותרת" children={null} />],
];

describe.each([
  ["he", "סגירה"],
  ["en", "Close"],
])("the cross in %s", (language, name) => {
  it.each(openThings)("of %s says what it does", async (_, thing) => {
    await i18n.changeLanguage(language);
    render(<Providers>{thing}</Providers>);
    const dialog = await screen.findByRole("dialog");
    expect(dialog.querySelector(".mantine-CloseButton-root")).toBe(await screen.findByRole("button", { name }));
  });
});
