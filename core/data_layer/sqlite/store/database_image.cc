#include "data_layer/sqlite/store/database_image.h"

#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

#include <utility>

namespace tunez::sqlite {

DatabaseImage::DatabaseImage(DatabaseImage&& other) noexcept
    : bytes_(std::exchange(other.bytes_, {}))
{
}

DatabaseImage& DatabaseImage::operator=(DatabaseImage&& other) noexcept
{
    std::swap(bytes_, other.bytes_);
    return *this;
}

DatabaseImage::~DatabaseImage() { sqlite3_free(bytes_.data()); }

Result<DatabaseImage> DatabaseImage::of(Connection& connection)
{
    sqlite3_int64 size = 0;
    auto* bytes = sqlite3_serialize(connection.handle(), "main", &size, 0);
    if (!bytes)
        return fail(storage_error(SQLITE_NOMEM, "read"));
    DatabaseImage image;
    image.bytes_ = std::span(reinterpret_cast<std::byte*>(bytes), static_cast<size_t>(size));
    return image;
}

} // namespace tunez::sqlite
