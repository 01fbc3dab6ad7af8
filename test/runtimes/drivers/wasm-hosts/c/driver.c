// The driver of C: FOLDER, or --bench FOLDER, or --one REQUEST. The bundle is compiled in.
#define _GNU_SOURCE
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "policy.h"

static const char *const fields[] = {"agent", "action", "resource", "context", "now"};
static const char *const kinds[] = {"vectors", "lists", "encoded"};
enum { VECTORS, LISTS, ENCODED };
// Unlike cJSON, jansson keeps a U+0000 within a string; and it refuses lone surrogates.
enum { READING = JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL };

typedef struct {
  char *text, *expected, *got;
  json_t *request; // but for ENCODED
  unsigned char *bytes;
  size_t size;
  int32_t code;
} Line;

static Policy policy;

static void encode(json_t *value) {
  switch (json_typeof(value)) {
    case JSON_NULL: policy_tag(&policy, POLICY_NULL); break;
    case JSON_FALSE: policy_tag(&policy, POLICY_FALSE); break;
    case JSON_TRUE: policy_tag(&policy, POLICY_TRUE); break;
    case JSON_INTEGER:
    case JSON_REAL: policy_number(&policy, json_number_value(value)); break;
    case JSON_STRING: policy_string(&policy, json_string_value(value), json_string_length(value)); break;
    case JSON_ARRAY: {
      size_t i;
      json_t *part;
      policy_count(&policy, POLICY_LIST, json_array_size(value));
      json_array_foreach(value, i, part) encode(part);
      break;
    }
    case JSON_OBJECT: {
      const char *name;
      json_t *part;
      policy_count(&policy, POLICY_MAP, json_object_size(value));
      json_object_foreach(value, name, part) {
        policy_name(&policy, name, strlen(name));
        encode(part);
      }
    }
  }
}

static void encode_request(json_t *value) {
  if (!json_is_object(value)) {
    encode(value);
    return;
  }
  policy_tag(&policy, POLICY_REQUEST);
  for (int i = 0; i < 5; i++) {
    json_t *part = json_object_get(value, fields[i]);
    if (part == NULL) policy_tag(&policy, POLICY_ABSENT);
    else encode(part);
  }
}

static void decide(Line *line, int kind) {
  if (kind == LISTS) {
    size_t i;
    json_t *request;
    policy_count(&policy, POLICY_LIST, json_array_size(line->request)); // 0 for what is no list
    json_array_foreach(line->request, i, request) encode_request(request);
  } else if (kind == VECTORS) encode_request(line->request);
  else policy_bytes(&policy, line->bytes, line->size);
  line->code = policy_decide(&policy, kind == LISTS);
}

static void explain(Line *line) {
  uint32_t length = 0;
  const char *text = policy_json(&policy, &length);
  line->got = strndup(text == NULL ? "" : text, length);
}

static void fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static json_t *read_json(const char *text) {
  json_error_t error;
  json_t *value = json_loads(text, READING, &error);
  if (value == NULL) fail(text, error.text);
  return value;
}

static Line *lines_of(const char *folder, int kind, size_t *count) {
  char *path = NULL, *line = NULL;
  if (asprintf(&path, "%s/%s.%s", folder, kinds[kind], kind == ENCODED ? "tsv" : "jsonl") < 0) exit(1);
  FILE *file = fopen(path, "r");
  if (file == NULL) fail(path, "cannot be read");
  Line *lines = NULL;
  size_t room = 0;
  for (*count = 0; getline(&line, &room, file) > 0; ++*count) {
    lines = realloc(lines, (*count + 1) * sizeof *lines);
    Line *one = &lines[*count];
    memset(one, 0, sizeof *one);
    line[strcspn(line, "\n")] = '\0';
    char *tab = strchr(line, '\t');
    if (tab == NULL) fail(path, "a line has no tab");
    *tab = '\0';
    one->text = strdup(line);
    one->expected = strdup(tab + 1);
    if (kind != ENCODED) {
      one->request = read_json(line);
      continue;
    }
    one->size = strcmp(line, "-") == 0 ? 0 : strlen(line) / 2;
    one->bytes = malloc(one->size + 1);
    for (size_t i = 0; i < one->size; i++) sscanf(line + 2 * i, "%2hhx", &one->bytes[i]);
  }
  fclose(file);
  free(line);
  free(path);
  return lines;
}

static double nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static void print(json_t *result) {
  char *text = json_dumps(result, JSON_COMPACT);
  if (text == NULL) fail("the result", "is no JSON");
  puts(text);
  free(text);
}

static void run(const char *folder) {
  static const char refused[] = "{\"effect\":\"deny\",\"reason\":\"invalid_request\"";
  const char *set = strrchr(folder, '/');
  json_t *disagreements = json_array();
  json_int_t vectors = 0, disagreed = 0;
  double ns = 0;
  for (int kind = VECTORS; kind <= ENCODED; kind++) {
    size_t count;
    Line *lines = lines_of(folder, kind, &count);
    double before = nanoseconds();
    for (size_t i = 0; i < count; i++) {
      decide(&lines[i], kind);
      explain(&lines[i]);
    }
    ns += nanoseconds() - before;
    for (size_t i = 0; i < count; i++, vectors++) {
      Line *line = &lines[i];
      int closed = line->code < 0 || strncmp(line->got, refused, sizeof refused - 1) == 0;
      if (strcmp(line->got, line->expected) == 0 || (closed && strcmp(line->expected, "deny") == 0)) continue;
      disagreed++;
      if (json_array_size(disagreements) == 5) continue;
      json_array_append_new(disagreements,
        json_pack("{ss ss sI ss ss ss}", "set", set == NULL ? folder : set + 1, "kind", kinds[kind], "line",
          (json_int_t)i + 1, "request", line->text, "expected", line->expected, "got", line->got));
    }
  }
  print(json_pack("{sI sI so sI}", "vectors", vectors, "disagreed", disagreed, "disagreements", disagreements,
    "ns", (json_int_t)ns));
}

// The least mean of several rounds.
static double time_of(const char *folder, int kind, int explained) {
  size_t count;
  Line *lines = lines_of(folder, kind, &count);
  double best = 0;
  for (int round = 0; round < 7; round++) {
    double before = nanoseconds();
    for (size_t i = 0; i < count; i++) {
      uint32_t length;
      decide(&lines[i], kind);
      if (explained) policy_json(&policy, &length);
    }
    double mean = (nanoseconds() - before) / count;
    if (best == 0 || mean < best) best = mean;
  }
  return best;
}

int main(int count, char **arguments) {
  int loaded = policy_load(&policy) == 0;
  if (count == 3 && strcmp(arguments[1], "--one") == 0) {
    if (!loaded) return print(json_pack("{sb}", "loaded", 0)), 0;
    Line line = {.request = read_json(arguments[2])};
    decide(&line, VECTORS);
    explain(&line);
    return print(json_pack("{sb si ss}", "loaded", 1, "code", line.code, "json", line.got)), 0;
  }
  if (!loaded) fail("policy.wasm", "cannot be loaded");
  if (count == 3 && strcmp(arguments[1], "--bench") == 0)
    return print(json_pack("{sf sf sf}", "encoded", time_of(arguments[2], ENCODED, 0), "decide",
      time_of(arguments[2], VECTORS, 0), "explain", time_of(arguments[2], VECTORS, 1))), 0;
  run(arguments[1]);
  return 0;
}
