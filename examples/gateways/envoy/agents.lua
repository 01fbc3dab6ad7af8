-- Whose credential is whose.
return {
  ["Bearer demo-key-of-shop-bot"] = "shop-bot",
  ["Bearer demo-key-of-ci-runner"] = "ci-runner",
}
