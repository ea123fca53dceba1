import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

/** The hub that `npm run dev:ui` talks to. */
const hub = "http://127.0.0.1:8080"

/** One page application for every screen of the restaurant; the hub serves `dist/ui` as it is. */
export default defineConfig({
  root: "core/ui",
  base: "/",
  plugins: [react()],
  build: {
    outDir: "../../dist/ui",
    emptyOutDir: true,
    // Kitchen tablets live long: what a 2023 tablet's browser understands.
    target: ["chrome111", "safari16.4", "firefox114"],
    // The hub's content security policy allows no inline scripts; a polyfill would be one.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    proxy: { "/api": hub, "/ws": { target: hub, ws: true } },
  },
})
