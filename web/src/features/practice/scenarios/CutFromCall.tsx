import { Button, Group, SegmentedControl, Skeleton, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ScenarioCutIn, Story, TurnOut } from "../../../api";
import { Failure } from "../../../ui/Failure";
import { formatLength } from "../../../ui/format";
import { More } from "../../../ui/More";
import { useNamed } from "../../../workbench/sealed/marks";
import { readTranscript } from "../../../workbench/api";
import { useExemplars } from "../../exemplars/queries";
import { useFound } from "../../search/queries";
import { addressOf, customerTurns, type Place } from "./cutting";
import classes from "./Scenarios.module.css";

interface CutFromCallProps {
  language: Story["language"];
  pending: boolean;
  problem: string | null;
  onCut: (cut: ScenarioCutIn, text: string) => void;
}

/** A customer's sentence of a real call: looked for by its words, or among exemplary moments, then taken. */
export function CutFromCall({ language, pending, problem, onCut }: CutFromCallProps) {
  const { t } = useTranslation("scenarios");
  const [from, setFrom] = useState<"search" | "exemplars">("search");
  const [place, setPlace] = useState<Place | null>(null);
  return (
    <Stack gap="sm">
      <Text size="sm">{t("sound.cut_lead")}</Text>
      {place === null ? (
        <>
          <SegmentedControl
            aria-label={t("sound.from")}
            value={from}
            data={(["search", "exemplars"] as const).map((value) => ({ value, label: t(`sound.from_${value}`) }))}
            onChange={(value) => {
              setFrom(value === "exemplars" ? value : "search");
            }}
          />
          {from === "search" ? (
            <Search language={language} onChoose={setPlace} />
          ) : (
            <Exemplars language={language} onChoose={setPlace} />
          )}
        </>
      ) : (
        <Turns
          place={place}
          pending={pending}
          onBack={() => {
            setPlace(null);
          }}
          onTake={(turn) => {
            onCut({ call_id: place.callId, start_ms: turn.start_ms, end_ms: turn.end_ms }, turn.text);
          }}
        />
      )}
      {problem !== null && (
        <Text size="sm" role="alert">
          {problem}
        </Text>
      )}
    </Stack>
  );
}

interface ChooseProps {
  language: Story["language"];
  onChoose: (place: Place) => void;
}

function Search({ language, onChoose }: ChooseProps) {
  const { t } = useTranslation("scenarios");
  const named = useNamed();
  const [words, setWords] = useState("");
  const [asked, setAsked] = useState("");
  const found = useFound(asked === "" ? {} : { q: asked, speaker: "customer", language, medium: "voice" });
  const calls = (asked === "" ? [] : (found.data?.pages ?? [])).flatMap(({ items }) => items).filter((call) => !call.simulated);
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const address = addressOf(words);
          if (address !== null) onChoose(address);
          else setAsked(words.trim());
        }}
      >
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            label={t("sound.words")}
            description={t("sound.words_why")}
            dir="auto"
            maxLength={200}
            className={classes.grows}
            value={words}
            onChange={(event) => {
              setWords(event.currentTarget.value);
            }}
          />
          <Button type="submit" variant="default" loading={found.isFetching} disabled={words.trim() === ""}>
            {t("sound.look")}
          </Button>
        </Group>
      </form>
      {found.isError && (
        <Failure
          problem={found.error}
          onRetry={() => {
            void found.refetch();
          }}
        />
      )}
      {asked !== "" && found.data && calls.length === 0 && <Text role="status">{t("sound.nothing_found")}</Text>}
      <ul className={classes.picks}>
        {calls.flatMap((call) =>
          call.hits.map((hit) => (
            <Pick
              key={`${call.id}-${hit.turn}`}
              about={call.agent?.name ?? call.file_name}
              text={named(hit.snippet.map(({ text }) => text).join(""))}
              onPick={() => {
                onChoose({ callId: call.id, near: { start_ms: hit.start_ms, end_ms: hit.start_ms + 1 } });
              }}
            />
          )),
        )}
      </ul>
      {asked !== "" && <More list={found} />}
    </>
  );
}

function Exemplars({ language, onChoose }: ChooseProps) {
  const { t } = useTranslation("scenarios");
  const named = useNamed();
  const exemplars = useExemplars({ questionId: null, language });
  const rows = exemplars.data?.pages.flatMap(({ items }) => items).filter(({ staff }) => staff !== null) ?? [];
  return (
    <>
      {exemplars.isPending && <Skeleton height={120} radius="md" />}
      {exemplars.data && rows.length === 0 && <Text>{t("sound.no_exemplars")}</Text>}
      <ul className={classes.picks}>
        {rows.map((exemplar) => (
          <Pick
            key={exemplar.id}
            about={exemplar.why}
            text={named(
              exemplar.words
                .filter(({ speaker }) => speaker === "customer")
                .map(({ text }) => text)
                .join(" "),
            )}
            onPick={() => {
              const { start_ms, end_ms, staff } = exemplar;
              const near = start_ms === null || end_ms === null ? null : { start_ms, end_ms };
              if (staff) onChoose({ callId: staff.call_id, near });
            }}
          />
        ))}
      </ul>
      <More list={exemplars} />
    </>
  );
}

function Pick({ about, text, onPick }: { about: string; text: string; onPick: () => void }) {
  return (
    <li>
      <UnstyledButton className={classes.pick} onClick={onPick}>
        <span dir="auto">{text === "" ? "…" : text}</span>
        <Text component="span" size="sm" c="dimmed" dir="auto">
          {about}
        </Text>
      </UnstyledButton>
    </li>
  );
}

interface TurnsProps {
  place: Place;
  pending: boolean;
  onBack: () => void;
  onTake: (turn: TurnOut) => void;
}

/** What the customer says there, sentence by sentence; any of them can be taken. */
function Turns({ place, pending, onBack, onTake }: TurnsProps) {
  const { t } = useTranslation("scenarios");
  const named = useNamed();
  const transcript = useQuery({
    queryKey: ["calls", place.callId, "to-cut"],
    queryFn: () => readTranscript(place.callId, null),
  });
  const turns = transcript.data ? customerTurns(transcript.data.turns, place.near) : [];
  return (
    <>
      <Button variant="subtle" size="compact-sm" className={classes.still} onClick={onBack}>
        {t("sound.look_again")}
      </Button>
      {transcript.isPending && <Skeleton height={120} radius="md" />}
      {transcript.isError && (
        <Failure
          problem={transcript.error}
          onRetry={() => {
            void transcript.refetch();
          }}
        />
      )}
      {transcript.data && turns.length === 0 && <Text role="status">{t("sound.no_turns")}</Text>}
      <ul className={classes.picks}>
        {turns.map((turn) => (
          <li key={turn.index} className={classes.turn}>
            <span dir="auto">{named(turn.text)}</span>
            <Group gap="xs" justify="space-between">
              <Text size="sm" c="dimmed">
                <bdi>{formatLength(turn.end_ms - turn.start_ms)}</bdi>
              </Text>
              <Button
                size="compact-sm"
                loading={pending}
                aria-label={t("sound.take_named", { text: turn.text })}
                onClick={() => {
                  onTake({ ...turn, text: named(turn.text) });
                }}
              >
                {t("sound.take")}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
    </>
  );
}
