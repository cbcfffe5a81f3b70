import { useTranslation } from "react-i18next";

import { localeOf } from "../../i18n";
import look from "../../ui/Look.module.css";
import { useWhere } from "../written/where";
import type { Speaker, Tone } from "../types";
import styles from "./Findings.module.css";
import { courseOf, linesOf, PICTURE, type Point, quarterStart, speakersOf, yOf } from "./toneLine";

interface ToneStripProps {
  tone: Tone;
  durationMs: number;
}

/** Tone over the call: a small picture, its course in words, and the same as a table. */
export function ToneStrip({ tone, durationMs }: ToneStripProps) {
  const { t } = useTranslation("workbench");
  const speakers = speakersOf(tone);
  return (
    <section className={styles.part} aria-labelledby="findings-tone">
      <h3 className={styles.name} id="findings-tone">
        {t("findings.tone.title")}
      </h3>
      <div className={styles.tone}>
        <Picture tone={tone} speakers={speakers} durationMs={durationMs} />
        <div className={styles.inWords}>
          <ul className={styles.courses}>
            {speakers.map((speaker) => (
              <li key={speaker}>
                <svg className={styles.key} viewBox="-7 -7 14 14" data-speaker={speaker} aria-hidden="true">
                  <Dot speaker={speaker} x={0} y={0} />
                </svg>
                {t(`findings.tone.course.${courseOf(tone.trend[speaker])}`, { name: t(`speaker.${speaker}`) })}
              </li>
            ))}
          </ul>
          <p className={styles.quiet}>{t("findings.tone.by_words")}</p>
          <details className={styles.more}>
            <summary>{t("findings.tone.table")}</summary>
            <Quarters tone={tone} speakers={speakers} />
          </details>
        </div>
      </div>
    </section>
  );
}

interface PictureProps {
  tone: Tone;
  speakers: readonly Speaker[];
  durationMs: number;
}

function Picture({ tone, speakers, durationMs }: PictureProps) {
  const { t } = useTranslation("workbench");
  const { at } = useWhere();
  const count = Math.max(...speakers.map((speaker) => tone.quarters[speaker]?.length ?? 0));
  const edges = Array.from({ length: count + 1 }, (_, place) => quarterStart(place, count));
  return (
    <div className={styles.picture} dir="ltr">
      <svg viewBox={`0 0 ${PICTURE.width} ${PICTURE.height}`} role="img" aria-label={t("findings.tone.picture")}>
        {edges.map((x) => (
          <line key={x} className={styles.edge} x1={x} x2={x} y1={PICTURE.top} y2={PICTURE.bottom} />
        ))}
        <line className={styles.middle} x1={PICTURE.left} x2={PICTURE.width} y1={yOf(0)} y2={yOf(0)} />
        {(["positive", "neutral", "negative"] as const).map((label, place) => (
          <text key={label} className={styles.scale} x={0} y={yOf(5 - 5 * place)} dominantBaseline="middle">
            {t(`tone.${label}`)}
          </text>
        ))}
        <text className={styles.scale} x={PICTURE.left} y={PICTURE.height - 4}>
          {at(0)}
        </text>
        <text className={styles.scale} x={PICTURE.width} y={PICTURE.height - 4} textAnchor="end">
          {at(durationMs)}
        </text>
        {speakers.map((speaker) => (
          <g key={speaker} className={styles.voice} data-speaker={speaker}>
            {linesOf(tone.quarters[speaker] ?? [], speaker).map((line) => (
              <Line key={line[0]?.x} line={line} speaker={speaker} />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function Line({ line, speaker }: { line: readonly Point[]; speaker: Speaker }) {
  return (
    <>
      <polyline points={line.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {line.map(({ x, y }) => (
        <Dot key={x} speaker={speaker} x={x} y={y} />
      ))}
    </>
  );
}

/** A diamond for the customer, a circle for the agent: told apart without their colours as well. */
function Dot({ speaker, x, y }: { speaker: Speaker; x: number; y: number }) {
  if (speaker !== "customer") return <circle cx={x} cy={y} r={4.5} />;
  return <path d={`M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`} />;
}

function Quarters({ tone, speakers }: { tone: Tone; speakers: readonly Speaker[] }) {
  const { t, i18n } = useTranslation("workbench");
  const number = new Intl.NumberFormat(localeOf(i18n.language), {
    signDisplay: "exceptZero",
    maximumFractionDigits: 1,
  });
  const count = Math.max(...speakers.map((speaker) => tone.quarters[speaker]?.length ?? 0));
  const places = Array.from({ length: count }, (_, place) => place);
  return (
    <table className={styles.table} dir="ltr">
      <caption className={look.unseen}>{t("findings.tone.picture")}</caption>
      <thead>
        <tr>
          <td />
          {places.map((place) => (
            <th key={place} scope="col" dir="auto">
              {t("findings.tone.quarter", { number: place + 1 })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {speakers.map((speaker) => (
          <tr key={speaker}>
            <th scope="row" dir="auto">
              {t(`speaker.${speaker}`)}
            </th>
            {places.map((place) => {
              const value = tone.quarters[speaker]?.[place] ?? null;
              return <td key={place}>{value === null ? t("findings.tone.not_known") : number.format(value)}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
