import { Button, Group, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "../../ui/Problem";
import classes from "./Programmes.module.css";

interface RemoveProps {
  label: string;
  /** What goes with it, and what stays. */
  says: string;
  removing: { isPending: boolean; isError: boolean; error: unknown; mutate: () => void };
}

/** Deletes for good, after saying what that means. */
export function Remove({ label, says, removing }: RemoveProps) {
  const { t } = useTranslation("programmes");
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <Button
        className={classes.start}
        variant="subtle"
        color="gray"
        leftSection={<IconTrash size={16} stroke={1.7} aria-hidden />}
        onClick={() => {
          setAsked(true);
        }}
      >
        {label}
      </Button>
    );
  return (
    <div className={classes.remove} role="group" aria-label={label}>
      <Text>{says}</Text>
      {removing.isError && <Problem problem={removing.error} />}
      <Group>
        <Button
          variant="default"
          loading={removing.isPending}
          onClick={() => {
            removing.mutate();
          }}
        >
          {t("remove.yes")}
        </Button>
        <Button
          variant="subtle"
          data-autofocus
          onClick={() => {
            setAsked(false);
          }}
        >
          {t("remove.no")}
        </Button>
      </Group>
    </div>
  );
}
