import { useLocalStorage } from "@mantine/hooks";

/** Whether letters and digits alone do something; remembered. People who dictate to their computer turn it off. */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useLocalStorage({ key: "mashov.single-keys", defaultValue: true });
  return [on, setOn];
}
