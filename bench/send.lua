-- Sends the lines of a file as the bodies of POST requests, one after the other, shared out among the threads.
-- Arguments: the file, how many threads there are, and headers as "Name: value".

local started = 0

function setup(thread)
  thread:set("number", started)
  started = started + 1
end

function init(args)
  local file, threads = args[1], tonumber(args[2])
  local headers = { ["Host"] = wrk.host, ["Content-Type"] = "application/json" }
  for i = 3, #args do
    local name, value = args[i]:match("^([^:]+): (.*)$")
    headers[name] = value
  end
  bodies = {}
  local line = 0
  for body in io.lines(file) do
    if line % threads == number then
      bodies[#bodies + 1] = body
    end
    line = line + 1
  end
  sent = 0
  wrk.headers = headers
end

function request()
  sent = sent + 1
  if sent > #bodies then
    -- From the first on again: an identity token that comes twice is refused, and counted as an error.
    sent = 1
  end
  return wrk.format("POST", nil, wrk.headers, bodies[sent])
end

function done(summary, latency, requests)
  local function ms(percent)
    return latency:percentile(percent) / 1000
  end
  print(string.format(
    "RESULT {\"requests\":%d,\"seconds\":%.6f,\"bytes\":%d,\"status_errors\":%d,\"socket_errors\":%d,"
      .. "\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f,\"p999_ms\":%.3f,\"max_ms\":%.3f}",
    summary.requests, summary.duration / 1e6, summary.bytes, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    ms(50), ms(95), ms(99), ms(99.9), latency.max / 1000))
end
