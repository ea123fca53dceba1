import { defineConfig } from "vitest/config"
import { LongestFirst } from "./longest-first.ts"

export default defineConfig({
  test: {
    root: ".",
    include: ["test/**/*.test.ts"],
    globalSetup: [
      "test/support/start-postgres.ts",
      "test/browser/support/build-pages.ts",
      "test/browser/support/unpack-browser.ts",
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine may need more than the second that is waited by default.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // The files of a worker share its modules: loading them anew for each took half of the time.
    isolate: false,
    coverage: {
      provider: "v8",
      include: [
        "core/**/*.ts",
        "actors/**/*.ts",
        "devices/**/*.ts",
        "plugins/**/*.ts",
        "sql/**/*.ts",
      ],
      exclude: ["core/ui/**", "plugins/*/ui/**"],
      thresholds: { lines: 85 },
    },
  },
})
