import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "./Search.module.css";

const LONGEST = 200;

interface SearchBoxProps {
  q: string;
  onSearch: (q: string) => void;
}

/** What was said. It is looked for when Enter is pressed and not before: half a word finds what nobody meant. */
export function SearchBox({ q, onSearch }: SearchBoxProps) {
  const { t } = useTranslation("search");
  const [text, setText] = useState(q);
  const [inAddress, setInAddress] = useState(q);
  // An address that changed (a saved search, "back") is shown.
  if (q !== inAddress) {
    setInAddress(q);
    setText(q);
  }
  return (
    <form
      role="search"
      className={classes.box}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <TextInput
        className={classes.words}
        label={t("box.label")}
        description={t("box.hint")}
        inputWrapperOrder={["label", "input", "description"]}
        type="search"
        size="md"
        maxLength={LONGEST}
        leftSection={<IconSearch size={18} stroke={1.7} />}
        data-stop
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Button type="submit" size="md" className={classes.go}>
        {t("box.search")}
      </Button>
    </form>
  );
}
