"""Products and the people who answer for them."""

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, select

from bot.models import Digest, Product, ProductManager
from bot.store.roles import ACTIVE_MANAGERS, MANAGED


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
        """The product with this id."""
        if product is None:
            return None
        rows = select(Product).where(Product.workspace_id == self.workspace, Product.id == product)
        return self.session.exec(rows).first()

    def by_key(self, key: str) -> Product | None:
        """The product with this key, in any case."""
        rows = select(Product).where(
            Product.workspace_id == self.workspace, func.lower(Product.key) == key.lower()
        )
        return self.session.exec(rows).first()

    def of_intake(self, channel: str | None) -> Product | None:
        """The product whose requests come in here; the only one there is takes them anywhere."""
        rows = list(
            self.session.exec(
                select(Product)
                .where(Product.workspace_id == self.workspace)
                .order_by(col(Product.intake_channel).is_distinct_from(channel))
                .limit(2)
            )
        )
        if rows and (len(rows) == 1 or rows[0].intake_channel == channel):
            return rows[0]
        return None

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
