import { Button, type ButtonProps, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { Medium } from "../../api";
import { Problem } from "../../ui/Problem";
import { useNext } from "./queries";
import classes from "./Queue.module.css";

interface NextButtonProps {
  /** The call that is left behind; null where none is open. */
  leaving: string | null;
  words: string;
  /** Only a call that was spoken, or written so. */
  medium?: Medium | null;
  variant?: ButtonProps["variant"];
  size?: ButtonProps["size"];
}

/** Goes on with the person's next call; where none waits, one that nobody has becomes theirs. */
export function NextButton({ leaving, words, medium = null, variant = "filled", size }: NextButtonProps) {
  const { t } = useTranslation("queue");
  const next = useNext();
  const navigate = useNavigate();
  return (
    <>
      <Button
        variant={variant}
        size={size ?? "sm"}
        rightSection={<IconArrowLeft size={18} stroke={1.7} className={classes.forward} aria-hidden />}
        loading={next.isPending}
        onClick={() => {
          next.mutate(
            { leaving, medium },
            {
              onSuccess: ({ assignment }) => {
                if (assignment) void navigate(`/calls/${assignment.call.id}`);
              },
            },
          );
        }}
      >
        {words}
      </Button>
      {next.data?.assignment === null && (
        <Text size="sm" role="status">
          {t("nothing_next")}
        </Text>
      )}
      {next.isError && <Problem problem={next.error} />}
    </>
  );
}
