#include "wasm/js_port.h"

#include <cmath>
#include <emscripten/em_js.h>

// Offsets and sizes are doubles: exact up to 2^53. Views of the heap are made for each call,
// because memory may have grown since the last one. What JavaScript throws counts as a failed call.
// clang-format off
EM_JS(bool, tunez_port_exists, (void), {
    return Boolean(Module["tunezHost"].port);
});

EM_JS(double, tunez_port_open, (const char* name, size_t length, bool create, double failed), {
    try {
        const start = name >>> 0;
        return Module["tunezHost"].port.open(new TextDecoder().decode(HEAPU8.subarray(start, start + length)), Boolean(create));
    } catch (cause) {
        return failed;
    }
});

EM_JS(double, tunez_port_close, (int handle, double failed), {
    try {
        return Module["tunezHost"].port.close(handle);
    } catch (cause) {
        return failed;
    }
});

EM_JS(double, tunez_port_read, (int handle, void* bytes, size_t length, double offset, double failed), {
    try {
        const start = bytes >>> 0;
        return Module["tunezHost"].port.read(handle, HEAPU8.subarray(start, start + length), offset);
    } catch (cause) {
        return failed;
    }
});

EM_JS(double, tunez_port_write, (int handle, const void* bytes, size_t length, double offset, double failed), {
    try {
        const start = bytes >>> 0;
        return Module["tunezHost"].port.write(handle, HEAPU8.subarray(start, start + length), offset);
    } catch (cause) {
        return failed;
    }
});

EM_JS(double, tunez_port_truncate, (int handle, double size, double failed), {
    try {
        return Module["tunezHost"].port.truncate(handle, size);
    } catch (cause) {
        return failed;
    }
});

EM_JS(double, tunez_port_flush, (int handle, double failed), {
    try {
        return Module["tunezHost"].port.flush(handle);
    } catch (cause) {
        return failed;
    }
});

EM_JS(double, tunez_port_size, (int handle, double failed), {
    try {
        return Module["tunezHost"].port.size(handle);
    } catch (cause) {
        return failed;
    }
});
// clang-format on

namespace tunez {

using Status = StoragePort::Status;

// As in js/src/runtime/storage/port.ts.
constexpr double failed = -5;

static Status status_of(double answer)
{
    if (answer >= 0 && answer == std::trunc(answer))
        return Status::ok;
    if (answer == -1)
        return Status::not_found;
    if (answer == -2)
        return Status::busy;
    if (answer == -3)
        return Status::full;
    if (answer == -4)
        return Status::denied;
    if (answer == -6)
        return Status::not_ready;
    return Status::failed; // Also what is no number.
}

bool JsPort::exists() { return tunez_port_exists(); }

Status JsPort::open(std::string_view name, bool create, int32_t& handle)
{
    double answer = tunez_port_open(name.data(), name.size(), create, failed);
    auto status = status_of(answer);
    if (status == Status::ok)
        handle = static_cast<int32_t>(answer);
    return status;
}

Status JsPort::close(int32_t handle) { return status_of(tunez_port_close(handle, failed)); }

static Status transferred(double answer, size_t& moved)
{
    auto status = status_of(answer);
    if (status == Status::ok)
        moved = static_cast<size_t>(answer);
    return status;
}

Status JsPort::read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved)
{
    return transferred(
        tunez_port_read(handle, bytes.data(), bytes.size(), static_cast<double>(offset), failed),
        moved);
}

Status JsPort::write(
    int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved)
{
    return transferred(
        tunez_port_write(handle, bytes.data(), bytes.size(), static_cast<double>(offset), failed),
        moved);
}

Status JsPort::truncate(int32_t handle, int64_t size)
{
    return status_of(tunez_port_truncate(handle, static_cast<double>(size), failed));
}

Status JsPort::flush(int32_t handle) { return status_of(tunez_port_flush(handle, failed)); }

Status JsPort::size(int32_t handle, int64_t& bytes)
{
    double answer = tunez_port_size(handle, failed);
    auto status = status_of(answer);
    if (status == Status::ok)
        bytes = static_cast<int64_t>(answer);
    return status;
}

} // namespace tunez
