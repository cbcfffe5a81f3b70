import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconListSearch, IconZoomCancel } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, type FoundCall } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { useProblemText } from "../../ui/problems";
import { Filters } from "./Filters";
import { FoundCallCard } from "./FoundCallCard";
import { useFound } from "./queries";
import { SavedSearches } from "./SavedSearches";
import classes from "./Search.module.css";
import { SearchBox } from "./SearchBox";
import { asksAnything, useWish, type Wish } from "./wish";

/** Calls by what was said in them: one box, what it is narrowed by, and the moments, each a link to the workbench. */
export function SearchPage() {
  const { t } = useTranslation("search");
  const [wish, change, replace] = useWish();
  return (
    // The keys only move the focus among links that are there without them.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      onKeyDown={(event) => {
        step(event);
      }}
    >
      <PageHead title={t("title")} lead={t("lead")} />
      <div className={classes.bar}>
        <SearchBox
          q={wish.q ?? ""}
          onSearch={(q) => {
            change({ q });
          }}
        />
        <Filters wish={wish} onChange={change} />
        <SavedSearches wish={wish} onOpen={replace} />
      </div>
      {asksAnything(wish) ? (
        <Results
          wish={wish}
          onWiden={() => {
            replace({ q: wish.q ?? null });
          }}
        />
      ) : (
        <Empty icon={<IconListSearch size={48} stroke={1.3} />} title={t("start.title")} body={t("start.body")} />
      )}
    </div>
  );
}

interface ResultsProps {
  wish: Wish;
  onWiden: () => void;
}

function Results({ wish, onWiden }: ResultsProps) {
  const { t } = useTranslation("search");
  const problemText = useProblemText();
  const found = useFound(wish);
  if (found.isPending) return <LoadingCards />;
  if (found.isLoadingError) {
    // A question without words is nobody's fault: it only says what is missing.
    if (found.error instanceof ApiError && found.error.code === "nothing_asked") {
      return <Empty icon={<IconZoomCancel size={44} stroke={1.3} />} title={t("start.title")} body={problemText(found.error)} />;
    }
    return (
      <Failure
        problem={found.error}
        onRetry={() => {
          void found.refetch();
        }}
      />
    );
  }
  const calls = found.data.pages.flatMap((page) => page.items);
  return (
    <div aria-busy={found.isPlaceholderData}>
      <Text size="sm" c="dimmed" role="status" mb="sm">
        {t(found.hasNextPage ? "found_more" : "found", { count: calls.length })}
      </Text>
      {calls.length === 0 ? <Nothing narrowed={narrows(wish)} onWiden={onWiden} /> : <Cards calls={calls} />}
      {found.hasNextPage && (
        <Group justify="center" mt="lg">
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => {
              void found.fetchNextPage();
            }}
          >
            {t("common:more")}
          </Button>
        </Group>
      )}
    </div>
  );
}

function Cards({ calls }: { calls: FoundCall[] }) {
  return (
    <Stack gap="md">
      {calls.map((call) => (
        <FoundCallCard key={call.id} call={call} />
      ))}
    </Stack>
  );
}

function Nothing({ narrowed, onWiden }: { narrowed: boolean; onWiden: () => void }) {
  const { t } = useTranslation("search");
  return (
    <Empty
      icon={<IconZoomCancel size={44} stroke={1.3} />}
      title={t("nothing.title")}
      body={t(narrowed ? "nothing.narrowed" : "nothing.body")}
      action={
        narrowed && (
          <Button variant="light" onClick={onWiden}>
            {t("nothing.widen")}
          </Button>
        )
      }
    />
  );
}

function LoadingCards() {
  const { t } = useTranslation();
  return (
    <Stack gap="md" role="status" aria-label={t("loading")}>
      {Array.from({ length: 4 }, (_, row) => (
        <Skeleton key={row} height={118} radius="md" />
      ))}
    </Stack>
  );
}

function narrows(wish: Wish): boolean {
  return asksAnything({ ...wish, q: null });
}

/** Down and up go from the box through the moments that were found, and back; Enter follows the link as ever. */
function step(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-stop]")];
  const here = stops.findIndex((stop) => stop === document.activeElement);
  if (here < 0) return;
  const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
