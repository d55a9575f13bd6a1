# One JSON log line of a process as `22:15:03 tickets  info  message key=value`; anything else as it is.
# Arguments: $service, and $colour (whether a terminal reads).

def column($width): . + ($width - length | if . > 0 then " " * . else "" end);

def clock:
  try (.time[0:19] + "Z" | fromdate | strflocaltime("%H:%M:%S")) catch (now | strflocaltime("%H:%M:%S"));

def painted($text):
  {"warning": "33", "error": "31", "critical": "31"}[.level // ""] as $code
  | if $colour and $code then "\u001b[\($code)m\($text)\u001b[0m" else $text end;

def value: if type == "string" and test("^[^\\s\"=]+$") then . else tojson end;

def fields:
  to_entries
  | map(select(.key | IN("time", "level", "service", "message") | not) | " \(.key)=\(.value | value)")
  | add // "";

. as $line
| (try fromjson catch null)
| if type == "object" then
    painted("\([clock, (.service // $service | column(8)), (.level // "-" | column(7)), .message] | join(" "))\(fields)")
  else
    [({} | clock), ($service | column(8)), ("-" | column(7)), $line] | join(" ")
  end
