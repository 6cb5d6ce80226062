import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.BYLINE_DEV_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    // The page may load fonts and images from its own address only, so nothing becomes a data URL.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { "/api": server, "/sync": { target: server, ws: true } },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"] },
});
