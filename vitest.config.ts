import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-dist.ts"],
    setupFiles: ["test/support/property-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Child processes of the CLI share two cores with the tests.
    maxWorkers: 2,
  },
});
