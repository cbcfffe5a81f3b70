import { ActionIcon, Anchor, Button, Group, Progress, Text } from "@mantine/core";
import { IconAlertCircle, IconCheck, IconCopyCheck, IconRefresh, IconX } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CallOut } from "../../api";
import { formatShare } from "../../ui/format";
import { type Told, useProblemText } from "../../ui/problems";
import { ScoreMark } from "../../ui/ScoreMark";
import { CallStanding } from "../calls/CallStanding";
import { FlagChips } from "../calls/FlagChips";
import { isMoving, useCall } from "../calls/queries";
import { StageProgress } from "../calls/StageProgress";
import { type Upload, uploadQueue } from "./queue";
import classes from "./UploadPage.module.css";

/** One file on its way: sent, checked, and then the call's own stages until it is scored. */
export const UploadRow = memo(function UploadRow({ upload }: { upload: Upload }) {
  const { files, state } = upload;
  return (
    <li className={classes.row} data-kind={state.kind}>
      <div className={classes.names}>
        <Text fw={550}>
          <bdi>{files.file.name}</bdi>
        </Text>
        <Extras upload={upload} />
      </div>
      <div className={classes.standing}>
        {state.kind === "waiting" && <Waiting />}
        {state.kind === "sending" && <Sent name={files.file.name} share={state.share} />}
        {state.kind === "received" && <Received start={state.call} duplicate={state.duplicate} />}
        {state.kind === "refused" && <Refused upload={upload} problem={state.problem} again={state.again} />}
      </div>
      <Forget upload={upload} />
    </li>
  );
});

function Extras({ upload: { files } }: { upload: Upload }) {
  const { t } = useTranslation("upload");
  return (
    <>
      {files.second !== null && (
        <Text size="sm" c="dimmed">
          {t("with_second", { second: files.second.name })}
        </Text>
      )}
      {files.sidecar !== null && (
        <Text size="sm" c="dimmed">
          {t("with_sidecar")}
        </Text>
      )}
    </>
  );
}

function Waiting() {
  const { t } = useTranslation("upload");
  return (
    <Text size="sm" c="dimmed">
      {t("state.waiting")}
    </Text>
  );
}

function Sent({ name, share }: { name: string; share: number }) {
  const { t, i18n } = useTranslation("upload");
  const text = share < 1 ? t("state.sending") : t("state.checking");
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={5}>
        <Text size="sm">{text}</Text>
        {share < 1 && (
          <Text size="sm" c="dimmed">
            <bdi>{formatShare(share, i18n.language)}</bdi>
          </Text>
        )}
      </Group>
      <Progress.Root size="sm" radius="xl">
        <Progress.Section
          value={share * 100}
          striped={share >= 1}
          animated={share >= 1}
          aria-label={t("progress", { file: name })}
          aria-valuetext={`${text}, ${formatShare(share, i18n.language)}`}
        />
      </Progress.Root>
    </div>
  );
}

function Received({ start, duplicate }: { start: CallOut; duplicate: boolean }) {
  const { t } = useTranslation("upload");
  const call = useCall(start.id, start).data ?? start;
  return (
    <div>
      {duplicate && (
        <Group gap={6} wrap="nowrap" mb={4}>
          <IconCopyCheck size={16} stroke={1.7} aria-hidden />
          <Text size="sm">{t("state.duplicate")}</Text>
        </Group>
      )}
      <Group justify="space-between" wrap="nowrap" gap="md">
        <div className={classes.grow}>
          <CallSoFar call={call} />
          <FlagChips flags={call.flags} />
        </div>
        <Anchor component={Link} to={`/calls/${call.id}`} className={classes.open}>
          {t("open")}
        </Anchor>
      </Group>
    </div>
  );
}

function CallSoFar({ call }: { call: CallOut }) {
  const { t } = useTranslation("upload");
  if (isMoving(call)) return <StageProgress call={call} />;
  if (call.state === "failed") return <CallStanding call={call} />;
  if (call.evaluation !== null) {
    const { percent, passed, machine_only } = call.evaluation;
    return <ScoreMark percent={percent} passed={passed} machineOnly={machine_only} />;
  }
  return (
    <Group gap={6}>
      <IconCheck size={16} stroke={2} aria-hidden />
      <Text size="sm">{t("calls:state_of_one.ready")}</Text>
    </Group>
  );
}

interface RefusedProps {
  upload: Upload;
  problem: Told;
  again: boolean;
}

function Refused({ upload, problem, again }: RefusedProps) {
  const { t } = useTranslation("upload");
  const problemText = useProblemText();
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <Group gap={8} wrap="nowrap" align="flex-start" role="alert">
        <IconAlertCircle size={18} stroke={1.7} aria-hidden className={classes.icon} />
        <Text size="sm">
          <Text span fw={550} size="sm">
            {t("state.refused")}.
          </Text>{" "}
          {problemText(problem)}
        </Text>
      </Group>
      {again && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconRefresh size={14} stroke={1.8} />}
          onClick={() => {
            uploadQueue.retry(upload.id);
          }}
        >
          {t("retry")}
        </Button>
      )}
    </Group>
  );
}

function Forget({ upload }: { upload: Upload }) {
  const { t } = useTranslation("upload");
  if (upload.state.kind === "sending") return <span />;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`${t("forget")}: ${upload.files.file.name}`}
      onClick={() => {
        uploadQueue.forget(upload.id);
      }}
    >
      <IconX size={16} stroke={1.7} />
    </ActionIcon>
  );
}
