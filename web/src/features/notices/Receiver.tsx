import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "../../ui/Problem";
import { Dialog } from "../../workbench/Dialog";
import classes from "./Notices.module.css";

interface ReceiverProps {
  url: string;
  /** Nothing is sent to it for now. */
  off: boolean;
  state: string;
  label?: string;
  children: ReactNode;
}

/** A system outside that is told something: its address, whether it is told now, and what else there is to say. */
export function Receiver({ url, off, state, label, children }: ReceiverProps) {
  return (
    <article className={classes.endpoint} aria-label={label}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <bdi className={classes.url}>{url}</bdi>
        <Badge variant={off ? "outline" : "light"} color={off ? "gray" : undefined} tt="none">
          {state}
        </Badge>
      </Group>
      {children}
    </article>
  );
}

/** How it stands with a receiver, a sentence a line. */
export function Told({ sentences }: { sentences: readonly string[] }) {
  return (
    <Stack gap={2} role="status">
      {sentences.map((sentence) => (
        <Text key={sentence} size="sm" c="dimmed">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}

interface RemoveReceiverProps {
  /** The name of the action, and what is asked before it. */
  name: string;
  sure: string;
  remove: {
    mutate: (nothing: undefined, then: { onSuccess: () => void }) => void;
    isPending: boolean;
    error: Error | null;
  };
}

/** Takes a receiver away, once that was asked for twice. */
export function RemoveReceiver({ name, sure, remove }: RemoveReceiverProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const close = () => {
    setAsked(false);
  };
  return (
    <>
      <Button
        size="compact-md"
        variant="subtle"
        color="gray"
        onClick={() => {
          setAsked(true);
        }}
      >
        {name}
      </Button>
      <Dialog opened={asked} onClose={close} title={name}>
        <Text>{sure}</Text>
        {remove.error && <Problem problem={remove.error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button
            loading={remove.isPending}
            onClick={() => {
              remove.mutate(undefined, { onSuccess: close });
            }}
          >
            {name}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
