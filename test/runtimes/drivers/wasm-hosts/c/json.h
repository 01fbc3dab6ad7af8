// JSON as a tree. YAJL reads it, since it alone of Debian's readers in C gives names that may hold U+0000.
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>
#include "policy.h"

typedef struct Json Json;
struct Json {
  uint8_t tag; // of the encoding: 3 for numbers, 4 for strings
  double number;
  char *text, *name;
  uint32_t size, name_size, count;
  Json *parent, *first, *last, *next;
};

typedef struct {
  Json root; // a list, whose only element is the value
  Json *open;
  char *name;
  uint32_t name_size;
} Reading;

static char *copy_of(const void *bytes, size_t size) {
  char *copy = memcpy(malloc(size + 1), bytes, size);
  copy[size] = '\0';
  return copy;
}

static Json *add(Reading *reading, uint8_t tag) {
  Json *value = calloc(1, sizeof *value), *parent = reading->open;
  value->tag = tag;
  value->name = reading->name;
  value->name_size = reading->name_size;
  value->parent = parent;
  if (parent->first == NULL) parent->first = value;
  else parent->last->next = value;
  parent->last = value;
  parent->count++;
  reading->name = NULL;
  return value;
}

static int on_null(void *reading) { return add(reading, POLICY_NULL) != NULL; }

static int on_boolean(void *reading, int value) {
  return add(reading, value ? POLICY_TRUE : POLICY_FALSE) != NULL;
}

static int on_number(void *reading, const char *digits, size_t size) {
  char *text = copy_of(digits, size);
  add(reading, 3)->number = strtod(text, NULL);
  free(text);
  return 1;
}

static int on_string(void *reading, const unsigned char *text, size_t size) {
  Json *value = add(reading, 4);
  value->text = copy_of(text, size);
  value->size = size;
  return 1;
}

static int on_name(void *context, const unsigned char *text, size_t size) {
  Reading *reading = context;
  reading->name = copy_of(text, size);
  reading->name_size = size;
  return 1;
}

static int on_list(void *context) {
  Reading *reading = context;
  reading->open = add(reading, POLICY_LIST);
  return 1;
}

static int on_map(void *context) {
  Reading *reading = context;
  reading->open = add(reading, POLICY_MAP);
  return 1;
}

static int on_end(void *context) {
  Reading *reading = context;
  reading->open = reading->open->parent;
  return 1;
}

static const yajl_callbacks callbacks = {on_null, on_boolean, NULL, NULL, on_number, on_string, on_map, on_name,
  on_end, on_list, on_end};

// NULL when the text is no JSON.
static Json *read_json(const char *text) {
  Reading reading = {.root = {.tag = POLICY_LIST}};
  reading.open = &reading.root;
  yajl_handle handle = yajl_alloc(&callbacks, NULL, &reading);
  int read = yajl_parse(handle, (const unsigned char *)text, strlen(text)) == yajl_status_ok &&
             yajl_complete_parse(handle) == yajl_status_ok;
  yajl_free(handle);
  return read ? reading.root.first : NULL;
}
