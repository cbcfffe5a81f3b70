import { Button, Drawer, Skeleton, Table, Text } from "@mantine/core";
import { IconEar, IconListDetails } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import look from "../../ui/Look.module.css";
import { More } from "../../ui/More";
import type { TopicMentionOut, TopicFigure, TopicOut, TopicsOut } from "../../api";
import { ChartFrame } from "../../ui/charts/ChartFrame";
import { RangePlot } from "../../ui/charts/RangePlot";
import { useFigureText } from "../../ui/charts/useFigureText";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDateTime } from "../../ui/format";
import { useProblemText } from "../../ui/problems";
import { useTexts } from "../../workbench/language";
import { keepsWatchList } from "../session/rights";
import { useMe } from "../session/session";
import { type Asked, useAsked } from "./asked";
import { Filters } from "./Filters";
import { GroundLine } from "./GroundLine";
import { Moment } from "../calls/Moment";
import classes from "./Insights.module.css";
import { InsightsFrame } from "./InsightsPage";
import { useShares } from "./measures";
import { fileAddress, useMentions, useTopicFigures } from "./queries";

const KINDS = ["reason", "product", "competitor"] as const;

/** What calls are about: reasons, products, competitors, and what customers could have done themselves. */
export function TopicsPage() {
  const { t } = useTranslation("insights");
  const { person } = useMe();
  const [asked] = useAsked();
  const found = useTopicFigures(asked);
  const [open, setOpen] = useState<TopicOut | null>(null);
  return (
    <InsightsFrame part="topics">
      <Filters ground={found.data?.ground} />
      {found.isPending && <Skeleton height={320} radius="lg" />}
      {found.isError && !found.data && (
        <Failure
          problem={found.error}
          onRetry={() => {
            void found.refetch();
          }}
        />
      )}
      {found.data && (
        <div className={classes.stack} aria-busy={found.isPlaceholderData}>
          <GroundLine ground={found.data.ground} peopleOnly={asked.people_only ?? false} />
          {found.data.topics.length === 0 ? (
            <Empty
              icon={<IconEar size={48} stroke={1.3} />}
              title={t("topics.empty.title")}
              body={t("topics.empty.body")}
              action={keepsWatchList(person.role) && <ToList />}
            />
          ) : (
            <>
              <div>
                <ToList />
              </div>
              <Whole found={found.data} />
              {KINDS.map((kind) => (
                <Kind
                  key={kind}
                  kind={kind}
                  topics={found.data.topics.filter(({ topic }) => topic.kind === kind)}
                  asked={asked}
                  onOpen={setOpen}
                />
              ))}
            </>
          )}
        </div>
      )}
      <Mentions
        topic={open}
        asked={asked}
        onClose={() => {
          setOpen(null);
        }}
      />
    </InsightsFrame>
  );
}

function ToList() {
  const { t } = useTranslation("insights");
  return (
    <Button
      component={Link}
      to="/insights/topics/list"
      variant="default"
      leftSection={<IconListDetails size={18} stroke={1.7} />}
    >
      {t("topics.to_list")}
    </Button>
  );
}

/** What can be said of all calls together, each with the rule by which it is counted. */
function Whole({ found }: { found: TopicsOut }) {
  const { t } = useTranslation("insights");
  const figureText = useFigureText();
  const shares = useShares();
  return (
    <dl className={classes.whole}>
      {(["unknown", "self_service"] as const).map((name) => (
        <div key={name}>
          <dt>{t(`topics.${name}.title`)}</dt>
          <dd>
            <strong>{figureText(found[name], shares)}</strong>
            <Text size="sm" c="dimmed">
              {t(`topics.${name}.rule`)}
            </Text>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface KindProps {
  kind: (typeof KINDS)[number];
  topics: readonly TopicFigure[];
  asked: Asked;
  onOpen: (topic: TopicOut) => void;
}

function Kind({ kind, topics, asked, onOpen }: KindProps) {
  const { t, i18n } = useTranslation("insights");
  const textIn = useTexts();
  const figureText = useFigureText();
  const shares = useShares();
  if (topics.length === 0) return null;
  const inOrder = [...topics].sort((a, b) => b.calls - a.calls);
  const title = t(`topics.kind.${kind}`);
  return (
    <ChartFrame
      title={title}
      note={t(`topics.note.${kind}`)}
      table={
        <Table>
          <caption className={look.unseen}>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t("topics.topic")}</th>
              <th scope="col">{t("topics.calls")}</th>
              <th scope="col">{t("topics.share")}</th>
            </tr>
          </thead>
          <tbody>
            {inOrder.map(({ topic, calls, share }) => (
              <tr key={topic.id}>
                <th scope="row">
                  <bdi>{textIn(topic.name)}</bdi>
                  {topic.self_service && ` · ${t("topics.can_self_serve")}`}
                </th>
                <td>{calls}</td>
                <td>{figureText(share, shares)}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      }
      fileAt={fileAddress("insights/topics", asked, i18n.language)}
    >
      <RangePlot
        label={title}
        points={inOrder.map(({ topic, share }) => ({ key: topic.id, name: textIn(topic.name), figure: share }))}
        reading={shares}
        fromZero
        onOpen={(key) => {
          const chosen = topics.find(({ topic }) => topic.id === key);
          if (chosen) onOpen(chosen.topic);
        }}
      />
    </ChartFrame>
  );
}

interface MentionsProps {
  topic: TopicOut | null;
  asked: Asked;
  onClose: () => void;
}

/** The calls that mention a topic, with the moments to listen to. */
function Mentions({ topic, asked, onClose }: MentionsProps) {
  const { t } = useTranslation("insights");
  const textIn = useTexts();
  return (
    <Drawer
      opened={topic !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={topic ? textIn(topic.name) : t("topics.topic")}
      attributes={{ header: { role: "none" } }}
    >
      {topic && <MentionList topic={topic} asked={asked} />}
    </Drawer>
  );
}

function MentionList({ topic, asked }: { topic: TopicOut; asked: Asked }) {
  const { t } = useTranslation("insights");
  const problemText = useProblemText();
  const found = useMentions(asked, topic.id);
  if (found.isPending) return <Skeleton height={200} radius="md" />;
  if (found.isError) return <Text role="alert">{problemText(found.error)}</Text>;
  const calls = found.data.pages.flatMap((page) => page.items);
  if (calls.length === 0) return <Text c="dimmed">{t("topics.nowhere")}</Text>;
  return (
    <>
      <ul className={classes.calls}>
        {calls.map((call) => (
          <Mention key={call.call_id} call={call} />
        ))}
      </ul>
      <More list={found} />
    </>
  );
}

function Mention({ call }: { call: TopicMentionOut }) {
  const { i18n } = useTranslation();
  return (
    <li>
      <Link to={`/calls/${call.call_id}`}>
        <bdi>{call.file_name}</bdi>
      </Link>
      <Text size="sm" c="dimmed">
        {[formatDateTime(call.began_at, i18n.language), call.agent].filter((part) => part !== null).join(" · ")}
      </Text>
      <ul className={classes.moments}>
        {call.moments.map((moment) => (
          <li key={moment.start_ms}>
            <Link to={`/calls/${call.call_id}?t=${moment.start_ms}`}>
              <Moment medium={call.medium} message={moment.message} ms={moment.start_ms} />
              <span dir="auto">{moment.text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </li>
  );
}
