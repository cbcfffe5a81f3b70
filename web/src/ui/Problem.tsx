import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";

import { useProblemText } from "./problems";

/** One sentence beside what could not be done. Not red: red is for answers that fail a call by themselves. */
export function Problem({ problem }: { problem: unknown }) {
  const problemText = useProblemText();
  return (
    <Alert variant="light" color="orange" icon={<IconAlertCircle size={18} />} role="alert">
      {problemText(problem)}
    </Alert>
  );
}
