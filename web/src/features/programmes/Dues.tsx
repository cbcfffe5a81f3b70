import { NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ProgrammeDue } from "../../api";
import look from "../../ui/Look.module.css";
import { numberIn } from "./ProgrammeForm";
import classes from "./Programmes.module.css";
import { useChoices } from "./queries";
import { countOf, DUE_STAGES, withCount } from "./wish";
import { useDueName } from "./words";

interface DuesProps {
  dues: ProgrammeDue[];
  onChange: (dues: ProgrammeDue[]) => void;
}

/** How many of each kind a member owes in a week of each stage. */
export function Dues({ dues, onChange }: DuesProps) {
  const { t } = useTranslation("programmes");
  const dueName = useDueName();
  const offered = useChoices().data?.due_kinds ?? [];
  const kinds = [...new Set([...offered, ...dues.map((due) => due.kind)])];
  return (
    <div className={look.scroll}>
      <table className={classes.dues}>
        <caption className={look.unseen}>{t("form.dues")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("form.kind")}</th>
            {DUE_STAGES.map((stage) => (
              <th key={stage} scope="col">
                {t(`stage.${stage}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{dueName(kind)}</th>
              {DUE_STAGES.map((stage) => (
                <td key={stage}>
                  <NumberInput
                    aria-label={t("form.due_in", { kind: dueName(kind), stage: t(`stage.${stage}`) })}
                    w={84}
                    size="sm"
                    min={0}
                    max={50}
                    allowDecimal={false}
                    value={countOf(dues, stage, kind)}
                    onChange={(value) => {
                      onChange(withCount(dues, stage, kind, numberIn(value) ?? 0));
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
