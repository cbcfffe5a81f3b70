import { Button, Group, Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconFileText } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ask, getRubric } from "../../api";
import { useTexts } from "../../workbench/language";
import { asNextVersion, draftDesk } from "./desk";
import { useRubrics } from "./queries";
import classes from "./Rubrics.module.css";

/** Where a draft comes from: a file, the clipboard, or the newest version of a published rubric. */
export function DraftStart() {
  const { t } = useTranslation("rubrics");
  return (
    <Stack gap="sm" mb="md">
      <Dropzone
        onDrop={(files) => {
          const [file] = files;
          if (file !== undefined) void file.text().then((text) => {
            draftDesk.write(text);
          });
        }}
        multiple={false}
        className={classes.drop}
        inputProps={{ "aria-label": t("draft.drop") }}
        radius="lg"
      >
        <Stack align="center" gap="xs" py="md" className={classes.dropText}>
          <IconFileText size={36} stroke={1.3} color="var(--mashov-accent)" aria-hidden />
          <Text fw={550} ta="center">
            {t("draft.drop")}
          </Text>
          <Text size="sm" c="dimmed" ta="center">
            {t("draft.drop_hint")}
          </Text>
        </Stack>
      </Dropzone>
      <FromPublished />
    </Stack>
  );
}

function FromPublished() {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  const queryClient = useQueryClient();
  const rubrics = useRubrics();
  const start = async (id: string) => {
    const rubric = await queryClient.query({
      queryKey: ["rubrics", id, null],
      queryFn: () => ask(getRubric({ path: { rubric_id: id } })),
    });
    draftDesk.write(asNextVersion(rubric.source, rubric.version));
  };
  if (!rubrics.data || rubrics.data.length === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {t("draft.start_from")}
      </Text>
      {rubrics.data.map((rubric) => (
        <Button
          key={rubric.id}
          variant="default"
          size="compact-md"
          fw={500}
          onClick={() => {
            void start(rubric.id);
          }}
        >
          <bdi>{textIn(rubric.title)}</bdi>
        </Button>
      ))}
    </Group>
  );
}
