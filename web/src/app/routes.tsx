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
const PeoplePage = lazy(() => import("../features/people/PeoplePage").then((found) => ({ default: found.PeoplePage })));
const HearingPage = lazy(() =>
  import("../features/hearing/HearingPage").then((found) => ({ default: found.HearingPage })),
);
const FeedbackList = lazy(() =>
  import("../features/feedback/FeedbackList").then((found) => ({ default: found.FeedbackList })),
);
const FeedbackPage = lazy(() =>
  import("../features/feedback/FeedbackPage").then((found) => ({ default: found.FeedbackPage })),
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
              { path: "queue", element: <Only area="queue" page={<QueuePage />} /> },
              { path: "queue/team", element: <Only area="queue" page={<TeamQueues />} /> },
              { path: "queue/plans", element: <Only area="queue" page={<PlanList />} /> },
              { path: "queue/plans/:id", element: <Only area="queue" page={<PlanPage />} /> },
              { path: "search", element: <Only area="search" page={<SearchPage />} /> },
              { path: "upload", element: <Only area="upload" page={<UploadPage />} /> },
              { path: "rubrics", element: <Only area="rubrics" page={<RubricList />} /> },
              { path: "rubrics/published/:id", element: <Only area="rubrics" page={<RubricPage />} /> },
              { path: "rubrics/draft", element: <Only area="rubrics" page={<DraftPage />} /> },
              { path: "calibration", element: <Only area="calibration" page={<CalibrationList />} /> },
              { path: "calibration/new", element: <Only area="calibration" page={<NewSession />} /> },
              { path: "calibration/:id", element: <Only area="calibration" page={<SessionPage />} /> },
              { path: "calibration/:id/calls/:callId", element: <Only area="calibration" page={<SheetPage />} /> },
              { path: "people", element: <Only area="people" page={<PeoplePage />} /> },
              { path: "hearing", element: <Only area="hearing" page={<HearingPage />} /> },
              { path: "feedback", element: <Only area="feedback" page={<FeedbackList />} /> },
              { path: "feedback/:id", element: <Only area="feedback" page={<FeedbackPage />} /> },
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
