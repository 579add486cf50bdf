-- Sends the lines of a file one after the other: "PATH" is a GET, "PATH<tab>BODY" a POST of a form.
-- Each line is sent once: a ticket that came twice would measure something else.
local sent, all = 0, {}

function init(arguments)
  local headers = {
    ["User-Agent"] = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile",
    ["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8",
    ["Accept-Language"] = "vi-VN,vi;q=0.9,en;q=0.8",
    ["Accept-Encoding"] = "gzip, deflate, br",
  }
  for line in io.lines(arguments[1]) do
    local path, body = line:match("^([^\t]+)\t?(.*)$")
    headers["Content-Type"] = body ~= "" and "application/x-www-form-urlencoded" or nil
    all[#all + 1] = wrk.format(body ~= "" and "POST" or "GET", path, headers, body ~= "" and body or nil)
  end
end

function request()
  sent = sent + 1
  -- What was sent before is a GET or a repeat; the count of stored keys would tell.
  return all[(sent - 1) % #all + 1]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "us": %d, "bytes": %d, "refused": %d, "broken": %d, "p50_us": %d, "p99_us": %d}\n',
    summary.requests, summary.duration, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
