import { Button, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import look from "../../ui/Look.module.css";

/** For whoever got no feedback yet: what will be here, and where to begin until then. */
export function Welcome() {
  const { t } = useTranslation("home");
  return (
    <section aria-labelledby="home-welcome" className={look.card}>
      <Title order={2} size="h4" id="home-welcome">
        {t("welcome.title")}
      </Title>
      <Text>{t("welcome.body")}</Text>
      <Group gap="sm">
        <Button component={Link} to="/book">
          {t("welcome.book")}
        </Button>
        <Button component={Link} to="/practice" variant="light">
          {t("welcome.practice")}
        </Button>
      </Group>
    </section>
  );
}
