"""Products and the people who answer for them."""

from sqlalchemy import and_, bindparam, delete, func, or_
from sqlmodel import Session, col, select

from bot.models import CaptureChannel, Digest, Product, ProductManager
from bot.store.roles import ACTIVE_MANAGERS, MANAGED

GIVEN = and_(
    col(CaptureChannel.product_id) == Product.id,
    col(CaptureChannel.workspace_id) == bindparam("workspace"),
    col(CaptureChannel.channel) == bindparam("channel"),
)
TAKING = (
    select(Product, CaptureChannel.channel)
    .join(CaptureChannel, GIVEN, isouter=True)
    .where(Product.workspace_id == bindparam("workspace"))
    .order_by(
        col(CaptureChannel.channel).is_(None),
        col(Product.intake_channel).is_distinct_from(bindparam("channel")),
    )
    .limit(2)
)
"""Built once: every acknowledgement of an idea waits for it."""


class Products:
    """The products of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def all(self) -> list[Product]:
        """Every product, by name."""
        rows = select(Product).where(Product.workspace_id == self.workspace)
        return list(self.session.exec(rows.order_by(Product.name)))

    def by_id(self, product: int | None) -> Product | None:
        """The product with this id; read once a transaction."""
        found = self.session.get(Product, product) if product is not None else None
        return found if found and found.workspace_id == self.workspace else None

    def by_key(self, key: str) -> Product | None:
        """The product with this key, in any case."""
        rows = select(Product).where(
            Product.workspace_id == self.workspace, func.lower(Product.key) == key.lower()
        )
        return self.session.exec(rows).first()

    def taking(self, channel: str | None) -> Product | None:
        """Whose requests come in here: the product the channel was given to, else the one whose
        intake it is; the only one there is takes them anywhere."""
        asked = {"workspace": self.workspace, "channel": channel}
        found = list(self.session.exec(TAKING, params=asked))
        takes = [p for p, own in found if own or p.intake_channel == channel or len(found) == 1]
        return takes[0] if takes else None

    def of_channel(self, channel: str | None) -> Product | None:
        """The one product whose channel this is; None where none has it, or several."""
        subscribed = select(Digest.product_id).where(
            Digest.workspace_id == self.workspace, Digest.channel == channel
        )
        rows = select(Product).where(
            Product.workspace_id == self.workspace,
            or_(
                col(Product.intake_channel) == channel,
                col(Product.triage_channel) == channel,
                col(Product.id).in_(subscribed),
            ),
        )
        found = list(self.session.exec(rows.limit(2)))
        return found[0] if channel is not None and len(found) == 1 else None

    def of_project(self, project: str) -> list[Product]:
        """The products kept in a Jira project."""
        rows = select(Product).where(
            Product.workspace_id == self.workspace, Product.project == project
        )
        return list(self.session.exec(rows))

    def add(self, product: Product, managers: list[str]) -> Product:
        """Store a product, new or changed, with exactly these PMs."""
        self.session.add(product)
        self.session.flush()
        assert product.id is not None
        self.session.execute(
            delete(ProductManager).where(col(ProductManager.product_id) == product.id)
        )
        for user in dict.fromkeys(managers):
            self.session.add(ProductManager(product_id=product.id, user=user))
        self.session.flush()
        return product

    def appoint(self, product: int, user: str) -> bool:
        """Name one more PM; False when they were named."""
        if user in self.named_managers(product):
            return False
        self.session.add(ProductManager(product_id=product, user=user))
        self.session.flush()
        return True

    def dismiss(self, product: int, user: str) -> bool:
        """Name one PM no more; False when they were not named."""
        manager = self.session.get(ProductManager, (product, user))
        if manager is not None:
            self.session.delete(manager)
            self.session.flush()
        return manager is not None

    def managers(self, product: int) -> list[str]:
        """Ids of the product's PMs who are still there, named or by group, in order."""
        asked = {"workspace": self.workspace, "product": product}
        return list(self.session.execute(ACTIVE_MANAGERS, asked).scalars())

    def named_managers(self, product: int) -> list[str]:
        """Ids of the PMs who were named one by one, in order."""
        rows = select(ProductManager.user).where(ProductManager.product_id == product)
        return list(self.session.exec(rows.order_by(ProductManager.user)))

    def managed_by(self, user: str) -> list[Product]:
        """The products a person answers for, by name."""
        asked = {"workspace": self.workspace, "user": user}
        ids = list(self.session.execute(MANAGED, asked).scalars())
        rows = select(Product).where(
            Product.workspace_id == self.workspace, col(Product.id).in_(ids)
        )
        return list(self.session.exec(rows.order_by(Product.name)))

    def is_manager(self, user: str, product: int) -> bool:
        """Whether `user` decides for the product."""
        return user in self.managers(product)
