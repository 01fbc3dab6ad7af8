/** What the action says to whoever starts it by hand. */
import { version } from "../base/version.ts";

export const usage: string = `This is sentrely-policy ${version} as a GitHub Action. It reads what a runner of GitHub Actions sets in the
environment, and there is no such runner here.

In a workflow, such as .github/workflows/policy.yml:

  on:
    pull_request:
  permissions:
    contents: read
    pull-requests: write
  jobs:
    policy:
      runs-on: ubuntu-latest
      steps:
        - uses: actions/checkout@v6
        - uses: sentrely/sentrely-policy@v${version}

Anywhere else, the same checks with the same report:

  sentrely-policy ci --base origin/main

docs/ci.md has a whole workflow and makes its check a required one; docs/ci-elsewhere.md has the other systems.
`;
