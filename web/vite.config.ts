import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The built page lies inside the Python package, which serves it; base "/" because it always owns its origin.
export default defineConfig({
  base: "/",
  plugins: [react()],
  build: {
    outDir: "../qa/web_page",
    emptyOutDir: true,
    // Never inline: the Content-Security-Policy names only 'self' for fonts and images.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
  test: {
    environment: "happy-dom",
    environmentOptions: { happyDOM: { url: "http://localhost/" } },
    setupFiles: ["tests/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    testTimeout: 40_000,
  },
});
