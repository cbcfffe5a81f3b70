import { lazy } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";

import { SetupPage } from "../features/session/SetupPage";
import { SignInPage } from "../features/session/SignInPage";
import { Crash } from "./Crash";
import { Home } from "./Home";
import { NotFound } from "../ui/NotFound";
import { Only } from "./Only";
import { Shell } from "./Shell";

const CallList = lazy(() => import("../features/calls/CallList").then((found) => ({ default: found.CallList })));
const CallPage = lazy(() => import("../features/calls/CallPage").then((found) => ({ default: found.CallPage })));
const SearchPage = lazy(() => import("../features/search/SearchPage").then((found) => ({ default: found.SearchPage })));
const QueuePage = lazy(() => import("../features/queue/QueuePage").then((found) => ({ default: found.QueuePage })));
const TeamQueues = lazy(() => import("../features/queue/TeamQueues").then((found) => ({ default: found.TeamQueues })));
const PlanList = lazy(() => import("../features/queue/PlanList").then((found) => ({ default: found.PlanList })));
const PlanPage = lazy(() => import("../features/queue/PlanPage").then((found) => ({ default: found.PlanPage })));
const UploadPage = lazy(() => import("../features/upload/UploadPage").then((found) => ({ default: found.UploadPage })));
const RubricList = lazy(() =>
  import("../features/rubrics/RubricList").then((found) => ({ default: found.RubricList })),
);
const RubricPage = lazy(() =>
  import("../features/rubrics/RubricPage").then((found) => ({ default: found.RubricPage })),
);
const DraftPage = lazy(() => import("../features/rubrics/DraftPage").then((found) => ({ default: found.DraftPage })));
const CaseList = lazy(() => import("../features/regressions/CaseList").then((found) => ({ default: found.CaseList })));
const CalibrationList = lazy(() =>
  import("../features/calibration/CalibrationList").then((found) => ({ default: found.CalibrationList })),
);
const NewSession = lazy(() =>
  import("../features/calibration/SessionForm").then((found) => ({ default: found.NewSession })),
);
const SessionPage = lazy(() =>
  import("../features/calibration/SessionPage").then((found) => ({ default: found.SessionPage })),
);
const SheetPage = lazy(() =>
  import("../features/calibration/SheetPage").then((found) => ({ default: found.SheetPage })),
);
const NoticesPage = lazy(() =>
  import("../features/notices/NoticesPage").then((found) => ({ default: found.NoticesPage })),
);
const ChoicesPage = lazy(() =>
  import("../features/notices/ChoicesPage").then((found) => ({ default: found.ChoicesPage })),
);
const LearningRecordsPage = lazy(() =>
  import("../features/learningRecords/LearningRecordsPage").then((found) => ({ default: found.LearningRecordsPage })),
);
const WebhooksPage = lazy(() =>
  import("../features/notices/WebhooksPage").then((found) => ({ default: found.WebhooksPage })),
);
const DisputeList = lazy(() =>
  import("../features/disputes/DisputeList").then((found) => ({ default: found.DisputeList })),
);
const DisputePage = lazy(() =>
  import("../features/disputes/DisputePage").then((found) => ({ default: found.DisputePage })),
);
const BesidePage = lazy(() =>
  import("../features/selfevaluation/BesidePage").then((found) => ({ default: found.BesidePage })),
);
const SelfPage = lazy(() =>
  import("../features/selfevaluation/SelfPage").then((found) => ({ default: found.SelfPage })),
);
const ExemplarsPage = lazy(() =>
  import("../features/exemplars/ExemplarsPage").then((found) => ({ default: found.ExemplarsPage })),
);
const OverviewPage = lazy(() =>
  import("../features/insights/OverviewPage").then((found) => ({ default: found.OverviewPage })),
);
const HeatMapPage = lazy(() =>
  import("../features/insights/HeatMapPage").then((found) => ({ default: found.HeatMapPage })),
);
const TopicsPage = lazy(() =>
  import("../features/insights/TopicsPage").then((found) => ({ default: found.TopicsPage })),
);
const WatchListPage = lazy(() =>
  import("../features/insights/WatchListPage").then((found) => ({ default: found.WatchListPage })),
);
const PromisesPage = lazy(() =>
  import("../features/insights/PromisesPage").then((found) => ({ default: found.PromisesPage })),
);
const BookPage = lazy(() => import("../features/book/BookPage").then((found) => ({ default: found.BookPage })));
const BookHistoryPage = lazy(() =>
  import("../features/book/HistoryPage").then((found) => ({ default: found.HistoryPage })),
);
const BookEditPage = lazy(() => import("../features/book/EditPage").then((found) => ({ default: found.EditPage })));
const MeasuresPage = lazy(() =>
  import("../features/measures/MeasuresPage").then((found) => ({ default: found.MeasuresPage })),
);
const SuggestionsPage = lazy(() =>
  import("../features/coaching/SuggestionsPage").then((found) => ({ default: found.SuggestionsPage })),
);
const TasksPage = lazy(() =>
  import("../features/coaching/TasksPage").then((found) => ({ default: found.TasksPage })),
);
const SessionsPage = lazy(() =>
  import("../features/coaching/SessionsPage").then((found) => ({ default: found.SessionsPage })),
);
const CoachingSession = lazy(() =>
  import("../features/coaching/SessionPage").then((found) => ({ default: found.SessionPage })),
);
const MyCoachingPage = lazy(() =>
  import("../features/coaching/MyCoachingPage").then((found) => ({ default: found.MyCoachingPage })),
);
const MySessionPage = lazy(() =>
  import("../features/coaching/MySessionPage").then((found) => ({ default: found.MySessionPage })),
);
const PeoplePage = lazy(() => import("../features/people/PeoplePage").then((found) => ({ default: found.PeoplePage })));
const ImportPage = lazy(() => import("../features/people/ImportPage").then((found) => ({ default: found.ImportPage })));
const HearingPage = lazy(() =>
  import("../features/hearing/HearingPage").then((found) => ({ default: found.HearingPage })),
);
const MyHome = lazy(() => import("../features/home/MyHome").then((found) => ({ default: found.MyHome })));
const FeedbackList = lazy(() =>
  import("../features/feedback/FeedbackList").then((found) => ({ default: found.FeedbackList })),
);
const FeedbackPage = lazy(() =>
  import("../features/feedback/FeedbackPage").then((found) => ({ default: found.FeedbackPage })),
);
const TrainerHome = lazy(() =>
  import("../features/programmes/TrainerHome").then((found) => ({ default: found.TrainerHome })),
);
const BoardPage = lazy(() =>
  import("../features/programmes/BoardPage").then((found) => ({ default: found.BoardPage })),
);
const ProgrammeList = lazy(() =>
  import("../features/programmes/ProgrammeList").then((found) => ({ default: found.ProgrammeList })),
);
const ProgrammePage = lazy(() =>
  import("../features/programmes/ProgrammePage").then((found) => ({ default: found.ProgrammePage })),
);
const PracticePage = lazy(() =>
  import("../features/practice/PracticePage").then((found) => ({ default: found.PracticePage })),
);
const DrillPage = lazy(() =>
  import("../features/practice/drills/DrillPage").then((found) => ({ default: found.DrillPage })),
);
const PersonAttempts = lazy(() =>
  import("../features/practice/drills/PersonAttempts").then((found) => ({ default: found.PersonAttempts })),
);

const ScenarioPage = lazy(() =>
  import("../features/practice/scenarios/ScenarioPage").then((found) => ({ default: found.ScenarioPage })),
);
const AttemptPage = lazy(() =>
  import("../features/practice/scenarios/AttemptPage").then((found) => ({ default: found.AttemptPage })),
);

export const routes: RouteObject[] = [
  {
    errorElement: <Crash />,
    children: [
      { path: "/sign-in", element: <SignInPage /> },
      { path: "/setup", element: <SetupPage /> },
      {
        path: "/",
        element: <Shell />,
        children: [
          {
            errorElement: <Crash />,
            children: [
              { index: true, element: <Home /> },
              { path: "calls", element: <Only area="calls" page={<CallList />} /> },
              { path: "calls/:id", element: <Only area="calls" page={<CallPage />} /> },
              { path: "calls/:id/self-evaluation", element: <Only area="calls" page={<BesidePage />} /> },
              { path: "exemplars", element: <Only area="exemplars" page={<ExemplarsPage />} /> },
              { path: "queue", element: <Only area="queue" page={<QueuePage />} /> },
              { path: "queue/team", element: <Only area="queue" page={<TeamQueues />} /> },
              { path: "queue/plans", element: <Only area="queue" page={<PlanList />} /> },
              { path: "queue/plans/:id", element: <Only area="queue" page={<PlanPage />} /> },
              { path: "search", element: <Only area="search" page={<SearchPage />} /> },
              { path: "upload", element: <Only area="upload" page={<UploadPage />} /> },
              { path: "rubrics", element: <Only area="rubrics" page={<RubricList />} /> },
              { path: "rubrics/published/:id", element: <Only area="rubrics" page={<RubricPage />} /> },
              { path: "rubrics/draft", element: <Only area="rubrics" page={<DraftPage />} /> },
              { path: "rubrics/cases", element: <Only area="rubrics" page={<CaseList />} /> },
              { path: "calibration", element: <Only area="calibration" page={<CalibrationList />} /> },
              { path: "calibration/new", element: <Only area="calibration" page={<NewSession />} /> },
              { path: "calibration/:id", element: <Only area="calibration" page={<SessionPage />} /> },
              { path: "calibration/:id/calls/:callId", element: <Only area="calibration" page={<SheetPage />} /> },
              { path: "disputes", element: <Only area="disputes" page={<DisputeList />} /> },
              { path: "disputes/:id", element: <Only area="disputes" page={<DisputePage />} /> },
              { path: "insights", element: <Only area="insights" page={<OverviewPage />} /> },
              { path: "insights/questions", element: <Only area="insights" page={<HeatMapPage />} /> },
              { path: "insights/topics", element: <Only area="insights" page={<TopicsPage />} /> },
              { path: "insights/topics/list", element: <Only area="insights" page={<WatchListPage />} /> },
              { path: "insights/promises", element: <Only area="insights" page={<PromisesPage />} /> },
              { path: "programmes", element: <Only area="programmes" page={<TrainerHome />} /> },
              { path: "programmes/all", element: <Only area="programmes" page={<ProgrammeList />} /> },
              { path: "programmes/all/:id", element: <Only area="programmes" page={<ProgrammePage />} /> },
              { path: "programmes/:cohort", element: <Only area="programmes" page={<BoardPage />} /> },
              { path: "book", element: <Only area="book" page={<BookPage />} /> },
              { path: "book/history", element: <Only area="book" page={<BookHistoryPage />} /> },
              { path: "book/edit", element: <Only area="book" page={<BookEditPage />} /> },
              { path: "measures", element: <Only area="insights" page={<MeasuresPage />} /> },
              { path: "measures/:cohort", element: <Only area="insights" page={<MeasuresPage />} /> },
              { path: "measures/:cohort/:measure", element: <Only area="insights" page={<MeasuresPage />} /> },
              { path: "coaching", element: <Only area="coaching" page={<SuggestionsPage />} /> },
              { path: "coaching/tasks", element: <Only area="coaching" page={<TasksPage />} /> },
              { path: "coaching/sessions", element: <Only area="coaching" page={<SessionsPage />} /> },
              { path: "coaching/sessions/:id", element: <Only area="coaching" page={<CoachingSession />} /> },
              { path: "my-coaching", element: <Only area="my-coaching" page={<MyCoachingPage />} /> },
              { path: "my-coaching/:id", element: <Only area="my-coaching" page={<MySessionPage />} /> },
              { path: "practice/scenarios/:id", element: <Only area="practice" page={<ScenarioPage />} /> },
              { path: "practice/attempts/:id", element: <Only area="practice" page={<AttemptPage />} /> },
              { path: "people", element: <Only area="people" page={<PeoplePage />} /> },
              { path: "people/import", element: <Only area="people" page={<ImportPage />} /> },
              { path: "notices", element: <NoticesPage /> },
              { path: "notices/choices", element: <ChoicesPage /> },
              { path: "notices/webhooks", element: <Only area="people" page={<WebhooksPage />} /> },
              { path: "notices/learning-records", element: <Only area="people" page={<LearningRecordsPage />} /> },
              { path: "hearing", element: <Only area="hearing" page={<HearingPage />} /> },
              { path: "home", element: <Only area="home" page={<MyHome />} /> },
              { path: "feedback", element: <Only area="feedback" page={<FeedbackList />} /> },
              { path: "feedback/self/:id", element: <Only area="feedback" page={<SelfPage />} /> },
              { path: "feedback/:id", element: <Only area="feedback" page={<FeedbackPage />} /> },
              { path: "practice", element: <Only area="practice" page={<PracticePage />} /> },
              { path: "practice/drills/:id", element: <Only area="practice" page={<DrillPage />} /> },
              { path: "practice/people/:id", element: <Only area="practice" page={<PersonAttempts />} /> },
              { path: "*", element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
];

export function makeRouter() {
  return createBrowserRouter(routes);
}
