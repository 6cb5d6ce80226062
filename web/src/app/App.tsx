import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { Announcer } from "../ui/Announcer";
import { CrashBoundary } from "./CrashBoundary";
import { createQueryClient, meQuery } from "./queries";
import { Routes } from "./Routes";
import { texts } from "./texts";
import { cssVariables, theme } from "./theme";

const queryClient = createQueryClient();
void queryClient.prefetchQuery(meQuery);

/** The whole application: theme, data, routes, and the places where it speaks. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <a className="byline-skip" href="#page">
        {texts.common.skipToPage}
      </a>
      <Announcer />
      <Notifications position="bottom-center" autoClose={7000} zIndex={400} />
      <CrashBoundary>
        <QueryClientProvider client={queryClient}>
          <Routes />
        </QueryClientProvider>
      </CrashBoundary>
    </MantineProvider>
  );
}
