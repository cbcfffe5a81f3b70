import { Alert, Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { formatNumber } from "../../ui/format";

interface SimulatedFiguresProps {
  /** How many of the calls that count nobody held. */
  count: number;
  /** What is asked for: undefined means that all calls count. */
  asked?: boolean;
  onAsk?: (simulated: boolean | undefined) => void;
}

/** Stands above figures that rest on calls which nobody held, and lets people leave those out. */
export function SimulatedFigures({ count, asked, onAsk }: SimulatedFiguresProps) {
  const { t, i18n } = useTranslation("simulated");
  const without = asked === false;
  if (count === 0 && !without) return null;
  const act = (words: string, simulated: boolean | undefined) =>
    onAsk && (
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          onAsk(simulated);
        }}
      >
        {words}
      </Button>
    );
  return (
    <Alert color="gray" icon={<IconFlask size={18} />} role="note">
      {without ? t("left_out") : t("ground", { count, shown: formatNumber(count, i18n.language) })}{" "}
      {without ? act(t("take_in"), undefined) : act(t("leave_out"), false)}
    </Alert>
  );
}
