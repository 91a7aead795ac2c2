#pragma once

#include "base/result.h"
#include "data_layer/sqlite/connection.h"

#include <cstddef>
#include <span>

namespace tunez::sqlite {

// A database in memory as the bytes of a plain SQLite file.
class DatabaseImage {
public:
    DatabaseImage() = default;
    DatabaseImage(DatabaseImage&& other) noexcept;
    DatabaseImage& operator=(DatabaseImage&& other) noexcept;
    DatabaseImage(const DatabaseImage&) = delete;
    DatabaseImage& operator=(const DatabaseImage&) = delete;
    ~DatabaseImage();

    static Result<DatabaseImage> of(Connection& connection);
    std::span<const std::byte> bytes() const { return bytes_; }

private:
    std::span<std::byte> bytes_; // SQLite's to free.
};

} // namespace tunez::sqlite
