import { Button, Group, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { PageHead } from "../../ui/PageHead";
import { useProblemText } from "../../ui/problems";
import { CALLS } from "../calls/queries";
import { BatchChoices } from "./BatchChoices";
import { DropArea } from "./DropArea";
import { gather, writtenAmong } from "./gather";
import { uploadQueue, useUploads } from "./queue";
import type { BatchOptions } from "./send";
import { readTables } from "./tables";
import classes from "./UploadPage.module.css";
import { UploadRow } from "./UploadRow";

export function UploadPage() {
  const { t } = useTranslation("upload");
  const problemText = useProblemText();
  const [options, setOptions] = useState<BatchOptions>({ language: "auto", agentId: null, channels: "decide" });
  const uploads = useUploads();
  useListAfterUploads();
  useWarningBeforeLeaving();

  const take = async (files: File[]): Promise<void> => {
    const { rows, problems } = await readTables(files);
    for (const { name, problem } of problems) {
      notifications.show({ title: name, message: `${problemText(problem)} ${t("held_back")}`, autoClose: false });
    }
    // A recording whose details could not be read waits for them: sent again later it would be a duplicate.
    if (problems.length > 0) return;
    const { calls, lonely } = gather(files, rows, await writtenAmong(files));
    uploadQueue.add(calls, options);
    for (const file of lonely) notifications.show({ title: file.name, message: t("lonely_sidecar") });
  };

  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <BatchChoices options={options} onChange={setOptions} />
      <DropArea
        onFiles={(files) => {
          void take(files);
        }}
        compact={uploads.length > 0}
      />
      {uploads.length > 0 && (
        <section aria-labelledby="upload-list">
          <Group justify="space-between" mt="xl" mb="xs">
            <Title order={2} size="h4" id="upload-list">
              {t("list")}
            </Title>
            <Summary />
            <Button
              variant="subtle"
              size="compact-md"
              onClick={() => {
                uploadQueue.forgetFinished();
              }}
            >
              {t("forget_finished")}
            </Button>
          </Group>
          <ul className={classes.list}>
            {uploads.map((upload) => (
              <UploadRow key={upload.id} upload={upload} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Summary() {
  const { t } = useTranslation("upload");
  const uploads = useUploads();
  const refused = uploads.filter(({ state }) => state.kind === "refused").length;
  const sent = uploads.filter(({ state }) => state.kind === "received").length;
  return (
    <Text c="dimmed" size="sm" role="status" me="auto">
      {t("summary", { sent, moving: uploads.length - sent - refused, refused })}
    </Text>
  );
}

/** What has arrived belongs on the list of calls as well. */
function useListAfterUploads(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    uploadQueue.onReceived = () => void queryClient.invalidateQueries({ queryKey: CALLS });
  }, [queryClient]);
}

/** Closing the page would break off what is being sent. */
function useWarningBeforeLeaving(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (uploadQueue.busy) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
    };
  }, []);
}
