import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useProblemText } from "../../ui/problems";
import { useBegin } from "./queries";

/** Before reading feedback: how do I see it myself? */
export function BeginFirst({ evaluationId }: { evaluationId: string }) {
  const { t } = useTranslation("selfevaluation");
  const navigate = useNavigate();
  const problemText = useProblemText();
  const begin = useBegin();
  return (
    <Button
      variant="subtle"
      loading={begin.isPending}
      onClick={() => {
        begin.mutate(evaluationId, {
          onSuccess: (sheet) => {
            void navigate(`/feedback/self/${sheet.id}`);
          },
          onError: (problem) => {
            notifications.show({ message: problemText(problem) });
          },
        });
      }}
    >
      {t("begin")}
    </Button>
  );
}
