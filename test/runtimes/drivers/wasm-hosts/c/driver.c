// The driver of C: FOLDER, or --bench FOLDER, or --one REQUEST. The bundle is compiled in.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "json.h"

static const char *const fields[] = {"agent", "action", "resource", "context", "now"};
static const char *const kinds[] = {"vectors", "lists", "encoded"};
enum { VECTORS, LISTS, ENCODED };

typedef struct {
  char *text, *expected, *got;
  Json *request; // but for ENCODED
  unsigned char *bytes;
  size_t size;
  int32_t code;
} Line;

static Policy policy;

static void encode(const Json *value) {
  if (value->tag == 3) policy_number(&policy, value->number);
  else if (value->tag == 4) policy_string(&policy, value->text, value->size);
  else if (value->tag <= POLICY_TRUE) policy_tag(&policy, value->tag);
  else policy_count(&policy, value->tag, value->count);
  for (const Json *part = value->first; part != NULL; part = part->next) {
    if (value->tag == POLICY_MAP) policy_name(&policy, part->name, part->name_size);
    encode(part);
  }
}

static void encode_request(const Json *value) {
  if (value->tag != POLICY_MAP) {
    encode(value);
    return;
  }
  policy_tag(&policy, POLICY_REQUEST);
  for (int i = 0; i < 5; i++) {
    const Json *part = value->first;
    while (part != NULL && (part->name_size != strlen(fields[i]) || memcmp(part->name, fields[i], part->name_size) != 0))
      part = part->next;
    if (part == NULL) policy_tag(&policy, POLICY_ABSENT);
    else encode(part);
  }
}

static void decide(Line *line, int kind) {
  if (kind == LISTS) {
    int listed = line->request->tag == POLICY_LIST;
    policy_count(&policy, POLICY_LIST, listed ? line->request->count : 0);
    for (const Json *one = listed ? line->request->first : NULL; one != NULL; one = one->next) encode_request(one);
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
      if (one->request == NULL) fail(line, "is no JSON");
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

static void print_text(const char *name, const char *text) {
  printf("\"%s\":\"", name);
  for (int i = 0; text[i] != '\0' && i < 2000; i++) {
    unsigned char byte = text[i];
    if (byte < 0x20 || byte > 0x7e) printf("\\u%04x", byte); // Each byte of UTF-8 as a character of its own.
    else printf(byte == '"' || byte == '\\' ? "\\%c" : "%c", byte);
  }
  putchar('"');
}

static void run(const char *folder) {
  static const char refused[] = "{\"effect\":\"deny\",\"reason\":\"invalid_request\"";
  const char *set = strrchr(folder, '/');
  unsigned long vectors = 0, disagreed = 0;
  double ns = 0;
  printf("{\"disagreements\":[");
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
      if (disagreed++ >= 5) continue;
      printf("%s{\"kind\":\"%s\",\"line\":%zu,", disagreed == 1 ? "" : ",", kinds[kind], i + 1);
      print_text("set", set == NULL ? folder : set + 1);
      putchar(',');
      print_text("request", line->text);
      putchar(',');
      print_text("expected", line->expected);
      putchar(',');
      print_text("got", line->got);
      putchar('}');
    }
  }
  printf("],\"vectors\":%lu,\"disagreed\":%lu,\"ns\":%.0f}\n", vectors, disagreed, ns);
}

// The least mean of several rounds.
static double time_of(const char *folder, int kind, int explained) {
  size_t count;
  Line *lines = lines_of(folder, kind, &count);
  double best = 0;
  for (int round = 0; round < 50; round++) {
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
    Line line = {.request = read_json(arguments[2])};
    if (!loaded) return puts("{\"loaded\":false}") < 0;
    decide(&line, VECTORS);
    explain(&line);
    printf("{\"loaded\":true,\"code\":%d,", line.code);
    print_text("json", line.got);
    return puts("}") < 0;
  }
  if (!loaded) fail("policy.wasm", "cannot be loaded");
  if (count == 3 && strcmp(arguments[1], "--bench") == 0) {
    double encoded = time_of(arguments[2], ENCODED, 0);
    double decided = time_of(arguments[2], VECTORS, 0), explained = time_of(arguments[2], VECTORS, 1);
    printf("{\"encoded\":%.1f,\"decide\":%.1f,\"explain\":%.1f}\n", encoded, decided, explained);
    return 0;
  }
  run(arguments[1]);
  return 0;
}
