-- The evaluator of policy.lua: docs/bundle-format.md, read in place. Called with the tables as one
-- string, it gives the module, or raises an error when they are damaged.
--
-- INVARIANT: runs in every Lua from 5.1 on and in LuaJIT: no goto, no bit operations, no integer
-- division. Decides without an error, whatever the request, and without running any code of the
-- caller's: metatables are not looked at. `decide` never yields, so that coroutines share the scratch
-- tables below.
--
-- Positions of strings count from 1. `at…` is a position in the tables, in bytes.

local T = ...

local byte, char, find, format, sub = string.byte, string.char, string.find, string.format, string.sub
local gsub, lower = string.gsub, string.lower
local concat, sort = table.concat, table.sort
local floor, huge = math.floor, math.huge
local error, ipairs, next, pcall, rawget, select = error, ipairs, next, pcall, rawget, select
local tonumber, type, xpcall = tonumber, type, xpcall

local function damaged(what)
  error("damaged bundle: " .. what, 0)
end

-- Reading -------------------------------------------------------------------------------------------

-- Behind the end of the tables there is no byte, and arithmetic on nothing raises an error.
local function word(at)
  local a, b, c, d = byte(T, at, at + 3)
  return a + b * 256 + c * 65536 + d * 16777216
end

-- A double by arithmetic alone; an integer where it is one, since 5.3 and later print the two apart.
local function double(at)
  local a, b, c, d, e, f, g, h = byte(T, at, at + 7)
  local low = a + b * 256 + c * 65536 + d * 16777216
  local high = e + f * 256 + (g % 16) * 65536
  local sign = 1
  if h >= 128 then
    sign = -1
    h = h - 128
  end
  local exponent = h * 16 + floor(g / 16)
  if exponent == 2047 then damaged("a number that is not finite") end
  local mantissa = high * 4294967296.0 + low
  if exponent == 0 then
    exponent = 1
  else
    mantissa = mantissa + 4503599627370496.0
  end
  -- In two steps, neither of which rounds: a single power of two would be out of range for the least ones.
  local half = floor((exponent - 1075) / 2)
  local value = sign * mantissa * 2.0 ^ half * 2.0 ^ (exponent - 1075 - half)
  if value == floor(value) and value > -9007199254740992 and value < 9007199254740992 then
    return floor(value)
  end
  return value
end

-- The checksum over all bytes from a position on (RFC 1950): 5,552 is the most bytes after which the
-- second sum is below 2^32, and doubles leave room for more.
local function adler32(at)
  local low, high = 1, 0
  local last = #T
  while at <= last do
    local stop = at + 5543
    if stop > last - 7 then stop = last - 7 end
    while at <= stop do
      local a, b, c, d, e, f, g, h = byte(T, at, at + 7)
      high = high + 8 * (low + a) + 7 * b + 6 * c + 5 * d + 4 * e + 3 * f + 2 * g + h
      low = low + a + b + c + d + e + f + g + h
      at = at + 8
    end
    if at > last - 7 then
      while at <= last do
        low = low + byte(T, at)
        high = high + low
        at = at + 1
      end
    end
    low = low % 65521
    high = high % 65521
  end
  return high * 65536 + low
end

-- The header ----------------------------------------------------------------------------------------

if type(T) ~= "string" or #T < 46 * 4 or #T % 4 ~= 0 or word(1) ~= 0x4C4F5053 then
  damaged("these are no tables of a policy")
end
if word(5) ~= 2 then
  error("bundle format " .. format("%.0f", word(5)) .. " is not supported: this evaluator reads format 2", 0)
end
if word(9) * 4 ~= #T then damaged("its length does not fit") end
if word(13) ~= adler32(17) then damaged("its checksum does not fit") end

-- Of each section, by its number: the position of its first byte, and of the first byte behind it.
local first, behind = {}, {}
do
  local stop = 46
  for i = 0, 20 do
    local offset, length = word(17 + i * 8), word(21 + i * 8)
    if offset ~= stop + stop % 2 then damaged("the directory") end
    stop = offset + length
    first[i], behind[i] = 1 + offset * 4, 1 + stop * 4
  end
  if stop * 4 ~= #T then damaged("the directory") end
end

local texts_at, text_bytes_at = first[1], first[2]
local text_count = (behind[1] - first[1]) / 4 - 1
local text_bytes = behind[2] - first[2]
local numbers_at, numbers_behind = first[3], behind[3]
local lists_at, lists_behind = first[4], behind[4]
local agent_slots_at = first[5]
local agent_slots = (behind[5] - first[5]) / 4
if agent_slots < 1 then damaged("a hash table without an empty slot") end
local agents_at = first[6]
local agent_count = (behind[6] - first[6]) / 20
local actions_at, actions_behind = first[7], behind[7]
local classes_at, classes_behind = first[8], behind[8]
local matcher_at, matcher_behind = first[9], behind[9]
local emits_at, emits_behind = first[10], behind[10]
local statements_at = first[11]
local positions_at = first[12]
local extras_at, extras_behind = first[13], behind[13]
local approvals_at, approvals_behind = first[14], behind[14]
local conditions_at, conditions_behind = first[15], behind[15]
local services_at, services_behind = first[18], behind[18]

if behind[0] - first[0] < 24 then damaged("its facts") end
local statement_count = word(first[0] + 4)
local mark_count = word(first[0] + 8)
if (behind[11] - first[11]) ~= statement_count * 8 or (behind[12] - first[12]) ~= statement_count * 8 then
  damaged("its number of statements")
end
if mark_count * 4 > matcher_behind - matcher_at then damaged("its number of marks") end

-- Texts and numbers are kept once read: no more of them than the tables hold. Of texts `false` stands for
-- one not read yet, so that this is an array, which LuaJIT reads in one way only.
local text_cache, number_cache = {}, {}
for i = 1, text_count do text_cache[i] = false end

local function text(index)
  local known = text_cache[index + 1]
  if known then return known end
  if index >= text_count then damaged("a text") end
  local from, to = word(texts_at + index * 4), word(texts_at + index * 4 + 4)
  if from > to or to > text_bytes then damaged("a text") end
  known = sub(T, text_bytes_at + from, text_bytes_at + to - 1)
  text_cache[index + 1] = known
  return known
end

local function number(index)
  local known = number_cache[index]
  if known then return known end
  local at = numbers_at + index * 8
  if at >= numbers_behind then damaged("a number") end
  known = double(at)
  number_cache[index] = known
  return known
end

-- The texts of the list at an offset, in a table of the caller's own.
local function list(offset)
  local at = lists_at + offset * 4
  if at >= lists_behind then damaged("a list") end
  local count = word(at)
  if count * 4 >= lists_behind - at then damaged("a list") end
  local result = {}
  for i = 1, count do result[i] = text(word(at + i * 4)) end
  return result
end

local revision = text(word(first[0]))
local manifest = gsub(sub(T, first[20], behind[20] - 1), " +$", "")

-- What one request may cost. Steps are counted somewhat differently than the builder does, never
-- more than four for one of its; the limit ends what damaged tables could make endless.
local step_limit = 67108864
do
  local _, _, bound = find(manifest, '"step_bound":(%d+)')
  bound = tonumber(bound) or 0
  if bound < step_limit then step_limit = bound * 4 + 65536 end
end
local steps = 0

-- Attributes, by number: name and default. A list as default is a table of texts.
local attribute_name, attribute_default = {}, {}
do
  local count = (behind[17] - first[17]) / 12
  for i = 0, count - 1 do
    local at = first[17] + i * 12
    local kind, value = word(at + 4), word(at + 8)
    attribute_name[i] = text(word(at))
    if kind == 1 then attribute_default[i] = false
    elseif kind == 2 then attribute_default[i] = true
    elseif kind == 3 then attribute_default[i] = number(value)
    elseif kind == 4 then attribute_default[i] = text(value)
    elseif kind == 5 then attribute_default[i] = list(value)
    elseif kind ~= 0 then damaged("a default")
    end
  end
end

-- The time zone: from when on, and what to add.
local zone_from, zone_shift, zone_count = {}, {}, (behind[19] - first[19]) / 16
for i = 1, zone_count do
  local at = first[19] + (i - 1) * 16
  zone_from[i], zone_shift[i] = double(at), double(at + 8)
end

-- Names ---------------------------------------------------------------------------------------------

-- What a byte of a name is: 0 ordinary, 1 a separator, 2 a percent sign, 3 forbidden, 4 of a character
-- beyond ASCII, 5 a blank.
local CLASS = {}
for i = 0, 255 do CLASS[i] = (i < 32 or i == 92 or i == 127) and 3 or i >= 128 and 4 or 0 end
CLASS[58], CLASS[47], CLASS[37], CLASS[32] = 1, 1, 2, 5

local HEX = {}
for i = 48, 57 do HEX[i] = true end
for i = 65, 70 do HEX[i], HEX[i + 32] = true, true end

-- The position behind a character beyond ASCII, and its code point; nothing for ill-formed UTF-8.
local function character(s, i)
  local a, b, c, d = byte(s, i, i + 3)
  if a < 0xC2 or not b or b < 0x80 or b > 0xBF then return nil end
  if a < 0xE0 then return i + 2, (a - 0xC0) * 64 + b - 0x80 end
  if not c or c < 0x80 or c > 0xBF then return nil end
  if a < 0xF0 then
    local point = (a - 0xE0) * 4096 + (b - 0x80) * 64 + c - 0x80
    if point < 0x800 or (point >= 0xD800 and point <= 0xDFFF) then return nil end
    return i + 3, point
  end
  if a > 0xF4 or not d or d < 0x80 or d > 0xBF then return nil end
  local point = (a - 0xF0) * 262144 + (b - 0x80) * 4096 + (c - 0x80) * 64 + d - 0x80
  if point < 0x10000 or point > 0x10FFFF then return nil end
  return i + 4, point
end

-- Spaces, control, invisible and directional characters beyond ASCII (LANGUAGE.md, section 4).
local function forbidden(point)
  if point < 0x2000 then
    return point <= 0xA0 or point == 0xAD or point == 0x61C or point == 0x1680 or point == 0x180E
  end
  if point <= 0x206F then
    return point <= 0x200F or (point >= 0x2028 and point <= 0x202F) or point >= 0x205F
  end
  return point == 0x3000 or point == 0xFEFF or (point >= 0xFFF9 and point <= 0xFFFB)
    or (point >= 0xE0000 and point <= 0xE0FFF)
end

-- Valid as an agent; as an action when `action` is true.
local function is_name(s, action)
  if type(s) ~= "string" then return false end
  local n = #s
  if n == 0 or n > 4096 or byte(s, 1) == 32 or byte(s, n) == 32 then return false end
  local separator = 0
  local i = 1
  while i <= n do
    local c = byte(s, i)
    local class = CLASS[c]
    if class == 0 then
      i = i + 1
    elseif class == 4 then
      local after, point = character(s, i)
      if not after or forbidden(point) then return false end
      i = after
    else
      if class == 3 then return false end
      if class == 2 and HEX[byte(s, i + 1)] and HEX[byte(s, i + 2)] then return false end
      if action then
        if c == 47 or class == 5 then return false end
        if c == 58 then
          if separator == i - 1 then return false end
          separator = i
        end
      end
      i = i + 1
    end
  end
  return not action or separator ~= n
end

-- The bytes of the name that is walked, and -1 behind its end, so that every comparison ends there.
local RESOURCE, ACTION = {}, {}
for i = 1, 4104 do RESOURCE[i], ACTION[i] = -1, -1 end

local function fill(bytes, s, n)
  for i = 1, n, 8 do
    bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3], bytes[i + 4], bytes[i + 5], bytes[i + 6], bytes[i + 7] =
      byte(s, i, i + 7)
  end
  bytes[n + 1] = -1
end

-- The run of separators from `from` up to the position before `to` is one that names may hold.
local function is_run(s, from, to)
  local slashes = 0
  for i = from, to - 1 do
    if RESOURCE[i] == 47 then slashes = slashes + 1 end
  end
  if slashes == 0 or to - from == 1 then return true end
  for i = to - slashes, to - 1 do
    if RESOURCE[i] ~= 47 then return false end
  end
  if slashes == 1 then
    return RESOURCE[1] == 97 and RESOURCE[2] == 114 and RESOURCE[3] == 110 and RESOURCE[4] == 58
  end
  if to - from - slashes ~= 1 then return false end
  return slashes == 2 or (slashes == 3 and from == 5 and sub(s, 1, 4) == "file")
end

-- Puts a resource into RESOURCE; its length, or nothing when it is invalid.
local function read_resource(s)
  if type(s) ~= "string" then return nil end
  local n = #s
  if n == 0 or n > 4096 then return nil end
  local bytes = RESOURCE
  fill(bytes, s, n)
  if bytes[1] == 32 or bytes[n] == 32 then return nil end
  local segment = 1
  local i = 1
  while i <= n do
    local class = CLASS[bytes[i]]
    if class == 0 then
      i = i + 1
    elseif class == 1 then
      local length = i - segment
      if length <= 2 and (length == 0 or (bytes[segment] == 46 and bytes[i - 1] == 46)) then return nil end
      local run = i
      i = i + 1
      local c = bytes[i]
      if c == 47 or c == 58 then
        repeat
          i = i + 1
          c = bytes[i]
        until c ~= 47 and c ~= 58
        if not is_run(s, run, i) then return nil end
      end
      segment = i
    elseif class == 2 then
      if HEX[bytes[i + 1]] and HEX[bytes[i + 2]] then return nil end
      i = i + 1
    elseif class == 3 then
      return nil
    elseif class == 4 then
      local after, point = character(s, i)
      if not after or forbidden(point) then return nil end
      i = after
    else
      i = i + 1
    end
  end
  local length = n + 1 - segment
  if length <= 2 and (length == 0 or (bytes[segment] == 46 and bytes[n] == 46)) then return nil end
  return n
end

-- ASCII letters in lower case. The platform's own function follows the locale, but for LuaJIT's.
local FOLD = {}
for i = 65, 90 do FOLD[char(i)] = char(i + 32) end
local fold = lower
local turns_of_loop = 8
if not (_G and rawget(_G, "jit")) then
  turns_of_loop = 0
  fold = function(s)
    if find(s, "[A-Z]") then return (gsub(s, "[A-Z]", FOLD)) end
    return s
  end
end

-- Context -------------------------------------------------------------------------------------------

-- What the context of this request may still hold.
local names_left, elements_left, bytes_left = 0, 0, 0

local function take_text(s)
  local n = #s
  bytes_left = bytes_left - n
  if bytes_left < 0 then return false end
  local i = 1
  while i <= n do
    if byte(s, i) < 128 then
      i = i + 1
    else
      i = character(s, i)
      if not i then return false end
    end
  end
  return true
end

-- Valid, which well-typed is more than: any userdata stands for JSON's null.
local take_table
local function take_value(value)
  local kind = type(value)
  if kind == "string" then return take_text(value) end
  if kind == "number" then return value == value and value ~= huge and value ~= -huge end
  if kind == "table" then return take_table(value) end
  return kind == "boolean" or kind == "userdata"
end

-- A sequence or a map of names; the empty table is both.
take_table = function(value)
  local names, elements, last = 0, 0, 0
  for key, item in next, value do
    local kind = type(key)
    if kind == "string" then
      names = names + 1
      names_left = names_left - 1
      if names_left < 0 or not take_text(key) then return false end
    elseif kind == "number" then
      elements = elements + 1
      elements_left = elements_left - 1
      if elements_left < 0 or key < 1 or key ~= floor(key) then return false end
      if key > last then last = key end
    else
      return false
    end
    if names > 0 and elements > 0 then return false end
    if not take_value(item) then return false end
  end
  return last == elements
end

local function take_context(context)
  if type(context) ~= "table" then return false end
  if next(context) == nil then return true end
  names_left, elements_left, bytes_left = 256, 1024, 65536
  if not take_table(context) then return false end
  -- A list is no map.
  return type((next(context))) == "string"
end

-- Matching ------------------------------------------------------------------------------------------

-- Bytes of the words that a node's third byte says to follow: of a node of text (tail, end, star, deep,
-- gap), and of one of wildcards (mark, star).
local TEXT_WORDS, WILD_WORDS = {}, {}
for flags = 0, 255 do
  local words, rest = 0, floor(flags / 2)
  for _ = 1, 5 do
    words = words + rest % 2
    rest = floor(rest / 2)
  end
  TEXT_WORDS[flags] = words * 4
  WILD_WORDS[flags] = (floor(flags / 2) % 2 + floor(flags / 8) % 2) * 4
end
local HALF = {}
for i = 0, 255 do HALF[i] = floor(i / 2) end

-- What a walk has emitted: of each number `seen_base` + 1 when it was hit, + 2 when it was excepted. A
-- higher base forgets all at once. `hits` are those that were hit, in order of arrival.
local statement_seen, statement_hits = {}, {}
for i = 0, statement_count - 1 do statement_seen[i] = 0 end
local class_seen, class_hits = {}, {}
local seen_base = 0

-- Takes the emission at a position; the number of hits.
local function emit(at, seen, hits, count, limit)
  local a, b, c, d = byte(T, at, at + 3)
  local left = 0
  if d >= 128 then
    at = emits_at + (a + b * 256 + c * 65536 + (d - 128) * 16777216) * 4
    if at >= emits_behind then damaged("an emission") end
    left = word(at)
    if left * 4 >= emits_behind - at then damaged("an emission") end
    if left == 0 then return count end
    steps = steps + left
    if steps > step_limit then damaged("an emission") end
    at = at + 4
    a, b, c, d = byte(T, at, at + 3)
  end
  while true do
    local emitted = HALF[a] + b * 128 + c * 32768 + d * 8388608
    if emitted >= limit then damaged("an emission") end
    local state = seen[emitted]
    if not state or state <= seen_base then
      count = count + 1
      hits[count] = emitted
      state = 0
    end
    if a % 2 == 1 then
      seen[emitted] = seen_base + 2
    elseif state == 0 then
      seen[emitted] = seen_base + 1
    end
    left = left - 1
    if left <= 0 then return count end
    at = at + 4
    a, b, c, d = byte(T, at, at + 3)
  end
end

-- Where the reference stands that a byte chooses among `width` edges at a position, or nothing. Without a
-- loop for few edges, so that LuaJIT compiles it into the walk.
local function edge(c, at, width, is_table, least)
  if is_table then
    if c < least or c >= least + width then return nil end
    return at + (c - least) * 4
  end
  if width <= 8 then
    -- What fills up the word is 0, which no name holds.
    local d, e, f, g = byte(T, at, at + 3)
    if width <= 4 then
      if c == d then return at + 4 end
      if c == e then return at + 8 end
      if c == f then return at + 12 end
      if c == g then return at + 16 end
      return nil
    end
    if c == d then return at + 8 end
    if c == e then return at + 12 end
    if c == f then return at + 16 end
    if c == g then return at + 20 end
    d, e, f, g = byte(T, at + 4, at + 7)
    if c == d then return at + 24 end
    if c == e then return at + 28 end
    if c == f then return at + 32 end
    if c == g then return at + 36 end
    return nil
  end
  local low, high = 0, width
  while high - low > 1 do
    local middle = floor((low + high) / 2)
    if byte(T, at + middle) <= c then low = middle else high = middle end
  end
  if byte(T, at + low) ~= c then return nil end
  return at + width + 3 - (width + 3) % 4 + low * 4
end

-- The position of the node that a reference at a position names. References grow, so that every walk ends.
local function reference(at)
  local child = matcher_at + word(at) * 4
  if child <= at or child >= matcher_behind then damaged("a reference") end
  return child
end

-- Of each mark `mark_base` + the last position that its node reached in this walk.
local mark = {}
for i = 0, mark_count - 1 do mark[i] = 0 end
local mark_base = 0

-- Wildcards still to be walked: eight numbers each. The first is 1, 2 or 3 for a star, a deep or a gap
-- that was activated (then: node, position), or 4 or 5 for one whose edges are being tried (5: a gap's;
-- then: position of the edges, of the name, last position, width, table or not, least byte, star).
local stack = {}
for i = 1, 512 do stack[i] = 0 end

-- What the next turn of the walk does. One loop without any inside, since LuaJIT compiles that best.
local COMPARE, ENTER, POP, SCAN, SUFFIX, EDGES, GAP = 1, 2, 3, 4, 5, 6, 7

-- Walks with the first `n` of `bytes` from a root, and from others whose references stand from a position
-- on; the number of hits.
local function walk(root, others, other_count, bytes, n, slash, seen, hits, count, limit)
  local T, byte, stack = T, byte, stack
  mark_base = mark_base + 8192
  local base = mark_base
  local top = 0
  -- The node of text at hand: where it begins, what is left of its run, and its header.
  local at, pos = root, 1
  local run, left, width, flags, least, words = 0, 0, 0, 0, 0, 0
  -- The wildcard at hand: its kind, and the positions that it reaches.
  local kind, from, stop, edges, star, suffixes = 0, 0, 0, 0, 0, 0
  local is_table = false
  local turns = 0
  local mode = ENTER
  while true do
    if mode == COMPARE then
      if left >= 4 then
        local a, b, c, d = byte(T, run, run + 3)
        if a == bytes[pos] and b == bytes[pos + 1] and c == bytes[pos + 2] and d == bytes[pos + 3] then
          run = run + 4
          pos = pos + 4
          left = left - 4
        else
          mode = POP
        end
      elseif left > 0 then
        if byte(T, run) == bytes[pos] then
          run = run + 1
          pos = pos + 1
          left = left - 1
        else
          mode = POP
        end
      else
        -- The run stands here; behind it the edges, from a word on.
        at = run + (matcher_at - run) % 4
        if flags > 1 then
          if flags % 4 >= 2 then
            count = emit(words, seen, hits, count, limit)
            words = words + 4
          end
          if flags % 8 >= 4 then
            if pos > n then count = emit(words, seen, hits, count, limit) end
            words = words + 4
          end
          if flags >= 8 and flags % 64 >= 8 then
            if flags % 16 >= 8 then
              stack[top + 1], stack[top + 2], stack[top + 3] = 1, reference(words), pos
              top = top + 8
              words = words + 4
            end
            if flags % 32 >= 16 then
              stack[top + 1], stack[top + 2], stack[top + 3] = 2, reference(words), pos
              top = top + 8
              words = words + 4
            end
            if flags % 64 >= 32 then
              stack[top + 1], stack[top + 2], stack[top + 3] = 3, reference(words), pos
              top = top + 8
            end
          end
        end
        if flags % 2 == 1 then width = width + 256 end
        if width == 1 and flags < 64 then
          -- The child is the next word.
          mode = ENTER
        else
          mode = POP
          if width > 0 and pos <= n then
            local chosen = edge(bytes[pos], at, width, flags >= 64, least)
            -- A table has empty places.
            if chosen and (flags < 64 or word(chosen) ~= 0) then
              at = reference(chosen)
              pos = pos + 1
              mode = ENTER
            end
          end
        end
      end
    elseif mode == ENTER then
      if at >= matcher_behind then damaged("a node") end
      left, width, flags, least = byte(T, at, at + 3)
      words = at + 4
      run = words + TEXT_WORDS[flags]
      turns = turns + 1
      mode = COMPARE
    elseif mode == POP then
      turns = turns + 1
      if turns + steps > step_limit then damaged("a walk without end") end
      top = top - 8
      kind = top < 0 and 0 or stack[top + 1]
      if kind == 0 then
        if other_count == 0 then
          steps = steps + turns
          return count
        end
        at = matcher_at + word(others) * 4
        others = others + 4
        other_count = other_count - 1
        top, pos = 0, 1
        mode = ENTER
      elseif kind < 4 then
        at, from = stack[top + 2], stack[top + 3]
        suffixes, width, flags, least = byte(T, at, at + 3)
        words = at + 4
        edges = words + WILD_WORDS[flags]
        if kind == 1 then
          stop = from
          mode = SCAN
        else
          stop = n + 1
          mode = SUFFIX
        end
        if flags % 4 >= 2 then
          local marked = word(words)
          words = words + 4
          if from <= mark[marked] - base then
            mode = POP
          else
            mark[marked] = base + stop
          end
        end
        if flags % 16 >= 8 then
          if kind ~= 3 then damaged("a node") end
          star = reference(words)
        else
          star = 0
        end
      else
        edges, from, stop, width = stack[top + 2], stack[top + 3], stack[top + 4], stack[top + 5]
        is_table, least, star = stack[top + 6] == 1, stack[top + 7], stack[top + 8]
        mode = EDGES
      end
    elseif mode == SCAN then
      -- Up to the next separator, or the end.
      local c = bytes[stop]
      if c ~= 58 and c ~= slash and c ~= -1 then
        stop = stop + 1
      else
        turns = turns + stop - from
        if flags % 4 >= 2 then mark[word(at + 4)] = base + stop end
        mode = SUFFIX
      end
    elseif mode == SUFFIX then
      if suffixes > 0 then
        local length = word(edges)
        local i = n + 1 - length
        turns = turns + 1
        if i >= from and i <= stop and (kind ~= 3 or i == from or bytes[i - 1] == 47) then
          local suffix = edges + 8
          while i <= n and byte(T, suffix) == bytes[i] do
            suffix = suffix + 1
            i = i + 1
          end
          if i > n then count = emit(edges + 4, seen, hits, count, limit) end
        end
        edges = edges + 8 + length + (4 - length % 4) % 4
        suffixes = suffixes - 1
      else
        is_table = flags % 128 >= 64
        if flags % 2 == 1 then width = width + 256 end
        if stop > n then stop = n end
        -- A star whose edges are separators can only go on from its end.
        if flags >= 128 then from = stop end
        mode = POP
        if star ~= 0 or (width > 0 and from <= stop) then
          if width > 0 and edges >= matcher_behind then damaged("a node") end
          kind = kind == 3 and 5 or 4
          mode = EDGES
        end
      end
    elseif mode == EDGES then
      -- The byte at `from` may choose an edge; then the positions behind it are still to be tried.
      local chosen
      if width > 0 and from <= n then
        local c = bytes[from]
        chosen = edge(c, edges, width, is_table, least)
        if chosen and is_table and word(chosen) == 0 then chosen = nil end
      end
      turns = turns + 1
      if kind == 5 then
        pos = from
        mode = GAP
        if chosen then at = reference(chosen) else at = 0 end
      elseif chosen then
        at = reference(chosen)
        pos = from + 1
        mode = ENTER
        if from < stop then
          stack[top + 1], stack[top + 2], stack[top + 3], stack[top + 4] = 4, edges, pos, stop
          stack[top + 5], stack[top + 6], stack[top + 7], stack[top + 8] = width, is_table and 1 or 0, least, 0
          top = top + 8
        end
      else
        from = from + 1
        if from > stop then mode = POP end
      end
    else
      -- On to the position behind the next slash; then what `from` was, in `pos`, is gone on with.
      local c = bytes[from]
      from = from + 1
      turns = turns + 1
      if c == 47 or from > stop then
        if from <= stop then
          stack[top + 1], stack[top + 2], stack[top + 3], stack[top + 4] = 5, edges, from, stop
          stack[top + 5], stack[top + 6], stack[top + 7], stack[top + 8] = width, is_table and 1 or 0, least, star
          top = top + 8
        end
        if star ~= 0 then
          stack[top + 1], stack[top + 2], stack[top + 3] = 1, star, pos
          top = top + 8
        end
        mode = POP
        if at ~= 0 then
          pos = pos + 1
          mode = ENTER
        end
      end
    end
  end
end

-- Shapes --------------------------------------------------------------------------------------------

local service_count = 0
if services_behind > services_at then service_count = word(services_at) end

local function service_word(offset)
  local at = services_at + offset * 4
  if at >= services_behind then damaged("a shape") end
  return word(at)
end

-- The services by name: where the row of each begins.
local service_row = {}
for i = 0, service_count - 1 do service_row[text(service_word(1 + i * 3))] = 1 + i * 3 end

-- The shapes that bind an action (in lower case): the offset of their list and the service's name, or nothing.
local function shapes_of(action)
  local stop = #action
  local row = service_row[action]
  while not row do
    repeat stop = stop - 1 until stop < 1 or byte(action, stop) == 58
    if stop < 1 then return nil end
    row = service_row[sub(action, 1, stop - 1)]
  end
  local actions = service_word(row + 2)
  for i = 0, service_word(actions) - 1 do
    if text(service_word(actions + 1 + i * 2)) == action then
      return service_word(actions + 2 + i * 2), text(service_word(row))
    end
  end
  return service_word(row + 1), text(service_word(row))
end

-- Positions that the parts so far can end at, ascending, and of the next part.
local ends, next_ends = {}, {}

-- The parts of a shape, one after the other, make up RESOURCE.
local function fits(shape, n)
  local bytes = RESOURCE
  local count = 1
  ends[1] = 1
  local parts = service_word(shape)
  for i = 1, parts do
    local part = service_word(shape + i)
    local found = 0
    if part % 4 == 0 then
      local literal = text(floor(part / 4))
      local length = #literal
      for k = 1, count do
        local from = ends[k]
        local j = 1
        while j <= length and byte(literal, j) == bytes[from + j - 1] do j = j + 1 end
        steps = steps + j
        if j > length then
          found = found + 1
          next_ends[found] = from + length
        end
      end
    else
      -- What an earlier start has reached, a later one in the same stretch reaches too.
      local reached = 0
      for k = 1, count do
        local q = ends[k]
        if q >= reached then
          local c = bytes[q]
          while c ~= -1 do
            local is_separator = c == 58 or c == 47
            local before = q == ends[k] or bytes[q - 1] == 58 or bytes[q - 1] == 47
            if is_separator and (part == 1 or before) then break end
            q = q + 1
            if not is_separator then
              found = found + 1
              next_ends[found] = q
            end
            c = bytes[q]
          end
          steps = steps + q - ends[k]
          reached = q
        end
      end
    end
    if steps > step_limit then damaged("a shape without end") end
    ends, next_ends = next_ends, ends
    count = found
    if count == 0 then return false end
  end
  return ends[count] == n + 1
end

local function is_well_shaped(action, resource, n)
  local shapes, name = shapes_of(action)
  if not shapes then return true end
  local count = service_word(shapes)
  if count == 0 or resource == name then return true end
  for i = 1, count do
    if fits(service_word(shapes + i), n) then return true end
  end
  return false
end

-- Conditions ----------------------------------------------------------------------------------------

-- What this request gives: its context (or nothing), its instant (or nothing), and fields of local time,
-- 0 hour, 1 minute, 2 weekday, 3 date, once one was asked for.
local context, now = nil, nil
local time, has_time = { [0] = 0, 0, 0, 0 }, false

local function read_time()
  local low, high = 1, zone_count
  while low < high do
    local middle = floor((low + high + 1) / 2)
    if zone_from[middle] <= now then low = middle else high = middle - 1 end
  end
  local at = now
  if zone_count > 0 and zone_from[low] <= now then at = now + zone_shift[low] end
  local day = floor(at / 86400000)
  local of_day = at - day * 86400000
  time[0] = floor(of_day / 3600000)
  time[1] = floor(of_day / 60000) % 60
  -- Day 0, 1970-01-01, was a Thursday.
  time[2] = (day + 4) % 7
  -- The civil calendar in eras of 400 years from 1 March 0000.
  local shifted = day + 719468
  local era = floor(shifted / 146097)
  local of_era = shifted - era * 146097
  local year = floor((of_era - floor(of_era / 1460) + floor(of_era / 36524) - floor(of_era / 146096)) / 365)
  local of_year = of_era - (365 * year + floor(year / 4) - floor(year / 100))
  local march = floor((5 * of_year + 2) / 153)
  local month = march < 10 and march + 3 or march - 9
  year = year + era * 400
  if month <= 2 then year = year + 1 end
  time[3] = year * 10000 + month * 100 + of_year - floor((153 * march + 2) / 5) + 1
  has_time = true
end

local function compare(operator, a, b)
  if operator == 0 then return a == b end
  if operator == 1 then return a ~= b end
  if operator == 2 then return a < b end
  if operator == 3 then return a <= b end
  if operator == 4 then return a > b end
  return a >= b
end

-- 2 or 0 for a list of texts that holds the text or does not; 1 for what is no list of texts.
local function member(value, literal)
  local found = 0
  for key, element in next, value do
    if type(key) ~= "number" or type(element) ~= "string" then return 1 end
    if element == literal then found = 2 end
  end
  return found
end

local function starts(value, literal)
  return #value >= #literal and sub(value, 1, #literal) == literal
end

local values = {}

-- 0 for false, 1 for unknown, 2 for true.
local function holds(offset)
  local at = conditions_at + offset * 4
  if at >= conditions_behind then damaged("a condition") end
  local length = word(at)
  if length * 4 >= conditions_behind - at then damaged("a condition") end
  local stop = at + 4 + length * 4
  steps = steps + length
  if steps > step_limit then damaged("a condition without end") end
  local top = 0
  at = at + 4
  while at < stop do
    local code, a, b, c = byte(T, at, at + 3)
    local operand = a + b * 256 + c * 65536
    at = at + 4
    if code <= 2 then
      if operand < 1 or operand > top then damaged("a condition") end
      local result = values[top]
      for i = top - operand + 1, top - 1 do
        local one = values[i]
        if (code == 1) == (one < result) and one ~= result then result = one end
      end
      top = top - operand + 1
      values[top] = result
    elseif code == 3 then
      if top < 1 then damaged("a condition") end
      values[top] = 2 - values[top]
    else
      local result = 1
      if code == 5 then
        result = now and 2 or 0
      elseif code == 6 then
        result = 1
      else
        local value
        if (code >= 40 and code < 48) or code == 51 then
          if operand > 3 then damaged("a condition") end
          if now then
            if not has_time then read_time() end
            value = time[operand]
          end
        else
          local name = attribute_name[operand]
          if not name then damaged("an attribute") end
          if context then value = rawget(context, name) end
          if code == 4 then
            result = value ~= nil and 2 or 0
          elseif value == nil then
            value = attribute_default[operand]
          end
        end
        local kind = type(value)
        -- As the doubles that they are compared with: Lua 5.3 and later compare their integers exactly.
        if kind == "number" then value = value + 0.0 end
        if code == 4 then
          -- Asked and answered.
        elseif code < 48 then
          local literal = word(at)
          at = at + 4
          if code >= 40 or code >= 24 and code < 32 then
            if kind == "number" then result = compare(code % 8, value, number(literal)) and 2 or 0 end
          elseif code >= 32 then
            if kind == "string" then result = (value == text(literal)) == (code == 32) and 2 or 0 end
          elseif code >= 16 then
            if kind == "boolean" then result = (value == (literal == 1)) == (code == 16) and 2 or 0 end
          else
            damaged("a condition")
          end
        elseif code <= 51 then
          local count = word(at)
          if count * 4 >= stop - at then damaged("a condition") end
          local wanted = code == 48 and "boolean" or code == 50 and "string" or "number"
          if kind == wanted then
            result = 0
            for i = 1, count do
              local literal = word(at + i * 4)
              local same
              if code == 50 then
                same = value == text(literal)
              elseif code == 48 then
                same = value == (literal == 1)
              else
                same = value == number(literal)
              end
              if same then
                result = 2
                break
              end
            end
          end
          at = at + 4 + count * 4
        else
          local literal = text(word(at))
          at = at + 4
          if code == 52 then
            if kind == "table" then result = member(value, literal) end
          elseif code > 55 then
            damaged("a condition")
          elseif kind == "string" then
            if code == 53 then
              result = starts(value, literal) and 2 or 0
            elseif code == 54 then
              result = #value >= #literal and sub(value, #value - #literal + 1) == literal and 2 or 0
            else
              result = find(value, literal, 1, true) and 2 or 0
            end
          end
        end
      end
      top = top + 1
      values[top] = result
    end
  end
  if top ~= 1 or at ~= stop then damaged("a condition") end
  return values[1]
end

-- Decisions -----------------------------------------------------------------------------------------

local REASONS = { "invalid_request", "denied", "unknown_agent", "no_grant", "gated", "granted" }
local EFFECTS = { "deny", "deny", "deny", "deny", "require_approval", "allow" }
local INVALID, DENIED, UNKNOWN, NO_GRANT, GATED, GRANTED = 1, 2, 3, 4, 5, 6

local function hash_of(name)
  local h = 0
  for i = 1, #name do h = (h * 33 + byte(name, i)) % 16777216 end
  return h
end

-- Agents and, of each, actions that were asked for once: no more of them than the tables name.
local agent_numbers, agent_actions = {}, {}

local function find_agent(name)
  local size = 1
  while size * 2 <= agent_slots do size = size * 2 end
  local slot = hash_of(name) % size
  for _ = 1, size do
    local entry = word(agent_slots_at + slot * 4)
    if entry == 0 then return nil end
    if entry > agent_count then damaged("an agent") end
    if text(word(agents_at + (entry - 1) * 20)) == name then return entry - 1 end
    slot = (slot + 1) % size
  end
  damaged("a hash table without an empty slot")
end

-- The position of the action's class, or nothing.
local function find_action(agent, name)
  local at = actions_at + word(agents_at + agent * 20 + 8) * 4
  local size = word(agents_at + agent * 20 + 12) + 1
  if at >= actions_behind or size * 8 > actions_behind - at then damaged("a table of actions") end
  local slot = hash_of(name) % size
  for _ = 1, size do
    local entry = word(at + slot * 8)
    if entry == 0 then return nil end
    if text(entry - 1) == name then return classes_at + word(at + slot * 8 + 4) * 4 end
    slot = (slot + 1) % size
  end
  damaged("a hash table without an empty slot")
end

-- Walks the roots of a class with RESOURCE; the number of hits.
local function walk_class(at, n, count)
  if at >= classes_behind then damaged("a class") end
  local roots = word(at)
  if roots * 4 >= classes_behind - at then damaged("a class") end
  if roots == 0 then return count end
  local root = matcher_at + word(at + 4) * 4
  return walk(root, at + 8, roots - 1, RESOURCE, n, 47, statement_seen, statement_hits, count, statement_count)
end

-- The numbers of the first `count`, ascending. Few as a rule.
local function ascend(numbers, count)
  if count < 2 then return end
  if count == 2 then
    if numbers[1] > numbers[2] then numbers[1], numbers[2] = numbers[2], numbers[1] end
    return
  end
  if count > 24 then
    numbers[count + 1] = nil
    for i = count + 2, #numbers do numbers[i] = nil end
    sort(numbers)
    return
  end
  for i = 2, count do
    local one = numbers[i]
    local k = i - 1
    while k >= 1 and numbers[k] > one do
      numbers[k + 1] = numbers[k]
      k = k - 1
    end
    numbers[k + 1] = one
  end
end

-- What a request was decided by, until the next one is: numbers of statements, ascending, and indexes of
-- the texts to notify.
local agent_name, agent_number = "", 0
local denies, deny_count = {}, 0
local grants, grant_count = {}, 0
local gates, gate_count = {}, 0
local notified, notify_count = {}, 0
local chosen, chosen_count = grants, 0

-- Takes a statement that was hit into the lists above.
local function take_hit(statement, agent_ended)
  if statement_seen[statement] ~= seen_base + 1 then return end
  local a, b, c, d = byte(T, statements_at + statement * 8, statements_at + statement * 8 + 3)
  local kind = a % 4
  -- Once denied, only further denies are named.
  if kind ~= 1 and deny_count > 0 then return end
  local truth = 2
  local expires, notify = 0, 0
  if a >= 4 or b > 0 or c > 0 or d > 0 then
    local at = extras_at + (floor(a / 4) + b * 64 + c * 16384 + d * 4194304 - 1) * 4
    if at + 12 >= extras_behind then damaged("a statement") end
    local condition = word(at)
    if condition ~= 0 then truth = holds(condition - 1) end
    expires, notify = word(at + 4), word(at + 12)
  end
  if truth == 0 then return end
  if kind == 1 then
    deny_count = deny_count + 1
    denies[deny_count] = statement
    return
  end
  local passed, ended = false, agent_ended
  if expires ~= 0 then
    passed = now and now >= number(expires - 1)
    ended = ended or passed or not now
  end
  if kind ~= 3 and truth == 2 and not ended then
    grant_count = grant_count + 1
    grants[grant_count] = statement
  end
  if kind ~= 0 then
    gate_count = gate_count + 1
    gates[gate_count] = statement
  end
  if notify ~= 0 and (kind ~= 0 or not passed) then
    local at = lists_at + (notify - 1) * 4
    if at >= lists_behind then damaged("a list") end
    for k = 1, word(at) do
      notify_count = notify_count + 1
      notified[notify_count] = word(at + k * 4)
    end
    if notify_count > 4194304 then damaged("a list") end
  end
end

-- The number of the reason, from the first `count` hits.
local function sort_out(count)
  deny_count, grant_count, gate_count, notify_count = 0, 0, 0, 0
  local expires = word(agents_at + agent_number * 20 + 4)
  local ended = expires ~= 0 and (not now or now >= number(expires - 1))
  -- One or two as a rule, for which LuaJIT compiles no loop.
  take_hit(statement_hits[1], ended)
  if count > 1 then
    take_hit(statement_hits[2], ended)
    for i = 3, count do take_hit(statement_hits[i], ended) end
  end
  if deny_count > 0 then
    chosen, chosen_count = denies, deny_count
    return DENIED
  end
  if grant_count == 0 then return NO_GRANT end
  if gate_count > 0 then
    chosen, chosen_count = gates, gate_count
    return GATED
  end
  chosen, chosen_count = grants, grant_count
  return GRANTED
end

-- Decides; the number of the reason. What else there is to say stands in the tables above.
local function decide_reason(request)
  steps = 0
  chosen_count, notify_count = 0, 0
  if type(request) ~= "table" then return INVALID end
  local agent, action, resource = rawget(request, "agent"), rawget(request, "action"), rawget(request, "resource")
  context, now = rawget(request, "context"), rawget(request, "now")
  has_time = false
  if context ~= nil and not take_context(context) then return INVALID end
  if now ~= nil then
    if type(now) ~= "number" or not (now >= 0 and now <= 4102444800000) or now ~= floor(now) then return INVALID end
    now = now + 0.0
  end
  local n = read_resource(resource)
  if not n then return INVALID end

  -- Names that stand in the tables of agents and actions have been judged when they first came.
  local known = type(agent) == "string" and agent_numbers[agent]
  if not known then
    if not is_name(agent) then return INVALID end
    known = find_agent(agent)
    if known then
      agent_numbers[agent] = known
      agent_actions[agent] = {}
    end
  end
  local actions = known and agent_actions[agent]
  local class = actions and type(action) == "string" and actions[action]
  if not class then
    if not is_name(action, true) then return INVALID end
    action = fold(action)
    if actions then
      class = actions[action]
      if not class then
        class = find_action(known, action)
        -- Of all spellings, the first is kept besides the one in lower case.
        if class then actions[action], actions[rawget(request, "action")] = class, class end
      end
    end
  end
  if service_count > 0 and not is_well_shaped(fold(action), resource, n) then return INVALID end
  if not known then return UNKNOWN end
  agent_name, agent_number = agent, known

  seen_base = seen_base + 4
  local count = 0
  if class then
    count = walk_class(class, n, 0)
  else
    local wild = word(agents_at + known * 20 + 16)
    if wild == 0 then return NO_GRANT end
    local root = matcher_at + (wild - 1) * 4
    local length = #action
    fill(ACTION, action, length)
    local limit = (classes_behind - classes_at) / 4
    local classes = walk(root, 0, 0, ACTION, length, 58, class_seen, class_hits, 0, limit)
    for i = 1, classes do
      local hit = class_hits[i]
      if class_seen[hit] == seen_base + 1 then count = walk_class(classes_at + hit * 4, n, count) end
    end
  end
  if count == 0 then return NO_GRANT end
  ascend(statement_hits, count)
  return sort_out(count)
end

-- The index of the text of a statement's id.
local function id_of(statement)
  return word(statements_at + statement * 8 + 4)
end

local function statement_of(statement, agent)
  return {
    id = text(id_of(statement)),
    agent = agent,
    file = text(word(positions_at + statement * 8)),
    line = word(positions_at + statement * 8 + 4),
  }
end

-- The row of a gate's approval.
local function approval_row(statement)
  local a, b, c, d = byte(T, statements_at + statement * 8, statements_at + statement * 8 + 3)
  local extras = floor(a / 4) + b * 64 + c * 16384 + d * 4194304
  if extras == 0 then damaged("a gate") end
  local at = extras_at + (extras - 1) * 4
  if at + 12 >= extras_behind then damaged("a gate") end
  local row = word(at + 8)
  if row == 0 then damaged("a gate") end
  return row - 1
end

local function approval_of(row, statements)
  local at = approvals_at + row * 4
  if at + 12 >= approvals_behind then damaged("an approval") end
  return {
    statements = statements,
    channels = list(word(at)),
    timeout_seconds = number(word(at + 8)),
    approvers = list(word(at + 4)),
    needed = number(word(at + 12)),
  }
end

-- Texts by index: sorted, each once.
local function texts_of(indexes, count)
  local result = {}
  ascend(indexes, count)
  for i = 1, count do
    if i == 1 or indexes[i] ~= indexes[i - 1] then result[#result + 1] = text(indexes[i]) end
  end
  return result
end

local function before(a, b)
  if a[1] ~= b[1] then return a[1] < b[1] end
  return a[2] < b[2]
end

-- Lists that begin with two numbers: sorted by these, and of equal ones one.
local function distinct(pairs_of_numbers)
  sort(pairs_of_numbers, before)
  local result = {}
  for i = 1, #pairs_of_numbers do
    local one, last = pairs_of_numbers[i], result[#result]
    if not last or last[1] ~= one[1] or last[2] ~= one[2] then result[#result + 1] = one end
  end
  return result
end

-- The approvals of gates, of each its id's text and the row of its approval: one entry for each row, in order
-- of the first gate that has it, then of the rows.
local function approvals_of(asked)
  local result, entry_of = {}, {}
  for _, pair in ipairs(distinct(asked)) do
    local id, row = text(pair[1]), pair[2]
    local entry = entry_of[row]
    if entry then
      entry.statements[#entry.statements + 1] = id
    else
      entry = approval_of(row, { id })
      entry_of[row] = entry
      result[#result + 1] = entry
    end
  end
  return result
end

local function approvals_of_chosen()
  if chosen_count == 1 then
    local id = text(id_of(chosen[1]))
    local one = approval_of(approval_row(chosen[1]), { id })
    return { one }
  end
  local asked = {}
  for i = 1, chosen_count do asked[i] = { id_of(chosen[i]), approval_row(chosen[i]) } end
  return approvals_of(asked)
end

local function decision_of(reason)
  local statements
  if chosen_count == 0 then
    statements = {}
  else
    local one = statement_of(chosen[1], agent_name)
    statements = { one }
    if chosen_count > 1 then
      statements[2] = statement_of(chosen[2], agent_name)
      for i = 3, chosen_count do statements[i] = statement_of(chosen[i], agent_name) end
    end
  end
  return {
    effect = EFFECTS[reason],
    reason = REASONS[reason],
    statements = statements,
    approvals = reason == GATED and approvals_of_chosen() or {},
    notify = reason >= GATED and notify_count > 0 and texts_of(notified, notify_count) or {},
    revision = revision,
  }
end

local function refusal()
  return {
    effect = "deny",
    reason = "invalid_request",
    statements = {},
    approvals = {},
    notify = {},
    revision = revision,
  }
end

-- Which call uses the scratch tables. A host may run other code in the middle of one that calls this
-- module again: a finalizer, or a hook. What such a call disturbed is decided anew.
local turn = 0
local most_tries = 16

-- The number of the reason, and the decision.
local function decide_checked(request)
  -- LuaJIT compiles loops, and from their ends up to the next loop, but not across the end of `pcall`: so
  -- there is one at either end.
  for _ = 1, turns_of_loop do end
  local reason = decide_reason(request)
  local decision = decision_of(reason)
  context = nil
  for _ = 1, turns_of_loop do end
  return reason, decision
end

-- The same, without an error, and which turn it was: while it lasts, the scratch tables hold what belongs to
-- the decision.
local function decide_undisturbed(request, tries)
  turn = turn + 1
  local mine = turn
  local fine, reason, decision = pcall(decide_checked, request)
  if turn ~= mine and tries < most_tries then return decide_undisturbed(request, tries + 1) end
  if fine and turn == mine then return reason, decision, mine end
  chosen_count, notify_count = 0, 0
  return INVALID, refusal(), turn
end

-- HAProxy's hook yields in the middle of any function, unless it runs where Lua cannot yield: in a handler of
-- errors, to which the request is handed as the error. Lua 5.1 and LuaJIT are not preempted.
local uninterrupted
local _, arguments = xpcall(select, error, "#", 1)
if turns_of_loop == 0 and arguments == 1 then
  uninterrupted = function(handler, value)
    local _, result = xpcall(error, handler, value, 0)
    return type(result) == "table" and result or refusal()
  end
end

local function decide_once(request)
  local _, decision = decide_undisturbed(request, 1)
  return decision
end

-- The decision for one request, which may be any value: a table with `effect` ("allow",
-- "require_approval" or "deny"), `reason`, `statements`, `approvals`, `notify` and `revision`. The
-- caller's own. Raises no error: whatever goes wrong is a deny.
local decide = decide_once
if uninterrupted then
  decide = function(request) return uninterrupted(decide_once, request) end
end

-- Several requests ----------------------------------------------------------------------------------

-- The number of elements of a sequence without gaps, 0 for anything else: a request must not be lost
-- behind a gap.
local function sequence_length(requests)
  if type(requests) ~= "table" then return 0 end
  local count = 0
  for key in next, requests do
    count = count + 1
    if count > 65536 or type(key) ~= "number" or key < 1 or key > 65536 or key ~= floor(key) then return 0 end
  end
  for i = 1, count do
    if rawget(requests, i) == nil then return 0 end
  end
  return count
end

local function decide_all_checked(requests)
  local decisions = {}
  local strictest = 7
  -- Of each reason the statements named: id's text, agent, number. Of all gates: id's text, row of the
  -- approval. Indexes of texts to notify.
  local named = { {}, {}, {}, {}, {}, {} }
  local asked, told, told_count = {}, {}, 0
  for i = 1, sequence_length(requests) do
    local reason, decision, mine = decide_undisturbed(rawget(requests, i), 1)
    decisions[i] = decision
    if reason < strictest then strictest = reason end
    local names = named[reason]
    for k = 1, chosen_count do
      local statement = chosen[k]
      names[#names + 1] = { id_of(statement), agent_number, statement }
      if reason == GATED then asked[#asked + 1] = { id_of(statement), approval_row(statement) } end
    end
    if reason >= GATED then
      for k = 1, notify_count do
        told_count = told_count + 1
        told[told_count] = notified[k]
      end
    end
    if turn ~= mine then damaged("disturbed") end
  end
  if strictest == 7 then strictest = INVALID end
  local statements = {}
  for i, one in ipairs(distinct(named[strictest])) do
    statements[i] = statement_of(one[3], text(word(agents_at + one[2] * 20)))
  end
  return {
    effect = EFFECTS[strictest],
    reason = REASONS[strictest],
    statements = statements,
    approvals = approvals_of(asked),
    notify = texts_of(told, told_count),
    revision = revision,
    decisions = decisions,
  }
end

local function decide_all_once(requests)
  local fine, decision = pcall(decide_all_checked, requests)
  if fine then return decision end
  decision = refusal()
  decision.decisions = {}
  return decision
end

-- One decision for a sequence of requests, with `decisions`, one each: the strictest effect, every
-- approval. Anything that is no sequence of up to 65,536 requests is a deny.
local decide_all = decide_all_once
if uninterrupted then
  decide_all = function(requests) return uninterrupted(decide_all_once, requests) end
end

-- JSON ----------------------------------------------------------------------------------------------

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }
for i = 0, 31 do ESCAPES[char(i)] = ESCAPES[char(i)] or format("\\u%04x", i) end

local function json_text(value)
  return '"' .. gsub(value, '[^]-\255 !#-[]', ESCAPES) .. '"'
end

local function json_list(items, json_of)
  local parts = {}
  for i = 1, #items do parts[i] = json_of(items[i]) end
  return "[" .. concat(parts, ",") .. "]"
end

local function json_statement(ref)
  return '{"id":' .. json_text(ref.id) .. ',"agent":' .. json_text(ref.agent) .. ',"file":' .. json_text(ref.file)
    .. ',"line":' .. format("%.0f", ref.line) .. "}"
end

local function json_approval(entry)
  return '{"statements":' .. json_list(entry.statements, json_text) .. ',"channels":'
    .. json_list(entry.channels, json_text) .. ',"timeout_seconds":' .. format("%.0f", entry.timeout_seconds)
    .. ',"approvers":' .. json_list(entry.approvers, json_text) .. ',"needed":' .. format("%.0f", entry.needed) .. "}"
end

-- A decision as JSON, the same bytes that JSON.stringify gives for it in JavaScript.
local to_json
to_json = function(decision)
  local json = '{"effect":' .. json_text(decision.effect) .. ',"reason":' .. json_text(decision.reason)
    .. ',"statements":' .. json_list(decision.statements, json_statement)
    .. ',"approvals":' .. json_list(decision.approvals, json_approval)
    .. ',"notify":' .. json_list(decision.notify, json_text) .. ',"revision":' .. json_text(decision.revision)
  if decision.decisions then json = json .. ',"decisions":' .. json_list(decision.decisions, to_json) end
  return json .. "}"
end

return {
  decide = decide,
  decideAll = decide_all,
  revision = revision,
  manifest = manifest,
  to_json = to_json,
}
