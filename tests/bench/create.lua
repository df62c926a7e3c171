-- Load for wrk: creates with references of their own, at the engine's API or, as the engine would
-- send them, at the provider. Arguments: WHAT (engine | provider) RUN. Ends with one line for
-- tests/bench/bench: answers a second, p50, p99, longest (in us), and what went wrong.

local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local engine = [[{"reference":"%s","amount":"100000","currency":"IDR",]] ..
  [["method":{"type":"virtual_account","channel":"BCA"},]] ..
  [["customer":{"name":"Budi","email":"budi@example.com","phone":"+6281234567890"},]] ..
  [["items":[{"name":"Product A","quantity":2,"price":"50000"}],"description":"Order 1001"}]]

local provider = [[{"order_id":"%s","payment_type":"bank_transfer","channel_code":"BCA",]] ..
  [["amount":100000,"customer":{"name":"Budi","email":"budi@example.com","phone":"+6281234567890"},]] ..
  [["items":[{"name":"Product A","quantity":2,"price":50000}],"expiry_duration":86400,]] ..
  [["callback_url":"http://127.0.0.1:18080/callbacks/komerce/att_01JA000000000000000000000101/]] ..
  [[0123456789abcdef0123456789abcdef",]] ..
  [["callback_API_KEY":"6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b",]] ..
  [["callback_api_key":"6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b"}]]

local template, path, run
local sent = 0
function init(arguments)
  local whole = arguments[1] == "engine"
  template = whole and engine or provider
  path = whole and "/v1/payments" or "/user/api/v1/user/payment/create"
  run = arguments[2]
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  if whole then
    wrk.headers["Authorization"] = "Bearer wsk_sandbox_demo_0000000000000000000000"
  else
    wrk.headers["x-api-key"] = "sandbox-komerce-key"
  end
end

function request()
  sent = sent + 1
  return wrk.format(nil, path, nil, template:format(("%s-%d-%d"):format(run, number, sent)))
end

function done(summary, latency)
  local e = summary.errors
  print(("result %.0f %d %d %d %d %d"):format(
    summary.requests / (summary.duration / 1e6), latency:percentile(50), latency:percentile(99),
    latency.max, e.status, e.connect + e.read + e.write + e.timeout))
end
